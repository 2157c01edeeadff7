package com.acme;

import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.kafka010.ConsumerStrategies;
import org.apache.spark.streaming.kafka010.KafkaUtils;
import org.apache.spark.streaming.kafka010.LocationStrategies;

public class KafkaCount {
    public static void main(String[] args) throws Exception {
        JavaStreamingContext ssc = new JavaStreamingContext(new SparkConf(), Durations.seconds(2));
        Map<String, Object> parameters = Map.of("bootstrap.servers", args[0], "group.id", "count");
        var messages = KafkaUtils.createDirectStream(
                ssc,
                LocationStrategies.PreferConsistent(),
                ConsumerStrategies.<String, String>Subscribe(List.of("words"), parameters));
        messages.print();
        ssc.start();
        ssc.awaitTermination();
    }
}
