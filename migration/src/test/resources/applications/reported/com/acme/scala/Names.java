package com.acme.scala;

import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaPairDStream;

class Names {
    PairDStream own;
    JavaPairDStream<String, String> theirs;
    java.sql.Time sql;
    Time batch;
}
