package io.durastream.chaos.workload;

import io.durastream.DStream;
import io.durastream.PairDStream;
import io.durastream.chaos.feed.NumberedText;
import java.util.Arrays;
import scala.Tuple2;

/** The words of records. */
final class Words {

    private Words() {}

    static PairDStream<String, Long> ones(DStream<String> records) {
        return records.flatMap(
                        record -> Arrays.asList(NumberedText.content(record).split(" ", -1))
                                .iterator())
                .mapToPair(word -> new Tuple2<>(word, 1L));
    }

    static String line(Tuple2<String, Long> row) {
        return row._1() + "\t" + row._2();
    }
}
