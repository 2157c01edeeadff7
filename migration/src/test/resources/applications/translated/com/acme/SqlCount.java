package com.acme;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;

/** Counts the words of each batch with SQL; the session is made when the first batch needs it. */
public final class SqlCount {

    /** A row. */
    public static class Word implements Serializable {
        private String word;

        public String getWord() {
            return word;
        }

        public void setWord(String word) {
            this.word = word;
        }
    }

    private static SparkSession session;

    private static synchronized SparkSession session(SparkConf conf) {
        if (session == null) {
            session = SparkSession.builder().config(conf).getOrCreate();
        }
        return session;
    }

    public static void main(String[] args) throws Exception {
        JavaStreamingContext ssc = new JavaStreamingContext(new SparkConf().setAppName("SqlCount"), Durations.seconds(1));
        JavaDStream<String> words = ssc.socketTextStream(args[0], Integer.parseInt(args[1]))
                .flatMap(line -> Arrays.asList(line.split(" ")).iterator());
        words.foreachRDD((rdd, time) -> {
            SparkSession spark = session(rdd.context().getConf());
            JavaRDD<Word> rows = rdd.map(text -> {
                Word word = new Word();
                word.setWord(text);
                return word;
            });
            Dataset<Row> frame = spark.createDataFrame(rows, Word.class);
            frame.createOrReplaceTempView("words");
            System.out.println("========= " + time + " =========");
            spark.sql("select word, count(*) as total from words group by word").show();
        });
        ssc.start();
        ssc.awaitTermination();
    }
}
