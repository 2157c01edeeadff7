package com.acme;

import java.util.Arrays;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;

/** Words of the files that come into a directory. */
public final class FileCount {

    private FileCount() {}

    public static void main(String[] args) throws InterruptedException {
        JavaSparkContext sc = new JavaSparkContext("local[2]", "FileCount");
        JavaStreamingContext jssc = new JavaStreamingContext(sc, Durations.minutes(1));
        JavaDStream<String> words = jssc.textFileStream(args[0]).flatMap(l -> Arrays.asList(l.split("\\s+")).iterator());
        words.dstream().persist(StorageLevel.MEMORY_ONLY());
        words.dstream().print();
        Runnable shown = () -> words.dstream().print(3);
        shown.run();
        System.out.println(jssc.ssc().sc().applicationId() + " " + words.context().sparkContext());
        jssc.start();
        jssc.awaitTermination();
        jssc.stop(true, true);
    }
}
