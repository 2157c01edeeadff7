package io.durastream.bench.state;

import java.util.Iterator;
import org.apache.spark.SparkConf;

/** What is the same for all contenders. */
final class Settings {

    private Settings() {}

    static SparkConf spark(CountWork work) {
        SparkConf conf = new SparkConf()
                .setMaster("local[" + CountWork.PARTITIONS + "]")
                .setAppName(work.contender().label())
                .set("spark.ui.enabled", "false")
                .set("spark.log.level", "WARN")
                .set("spark.default.parallelism", String.valueOf(CountWork.PARTITIONS))
                .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
        work.settings().forEach(conf::set);
        return conf;
    }

    /** The output: looks at each element, does nothing. */
    static void consume(Iterator<?> elements) {
        while (elements.hasNext()) {
            elements.next();
        }
    }
}
