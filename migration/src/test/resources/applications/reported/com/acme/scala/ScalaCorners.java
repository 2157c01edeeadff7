package com.acme.scala;

import java.util.HashMap;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.State;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaDStreamLike;
import org.apache.spark.streaming.api.java.JavaStreamInputInfo;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.dstream.ConstantInputDStream;
import org.apache.spark.streaming.dstream.DStream;
import org.apache.spark.streaming.receiver.Receiver;
import org.apache.spark.streaming.scheduler.StreamingListener;
import scala.Option;
import scala.collection.Seq;

public class ScalaCorners {

    static void streams(JavaStreamingContext jssc, JavaDStream<String> words, JavaRDD<String> rdd) {
        StreamingContext scala = jssc.ssc();
        DStream<String> under = words
                .filter(word -> !word.isEmpty())
                .dstream();
        JavaDStream<String> again = JavaDStream.fromDStream(under, words.classTag());
        again.print();
        new JavaDStream<>(new ConstantInputDStream<>(scala, rdd.rdd(), words.classTag()), words.classTag()).print();
        words.checkpoint(new Duration(1000));
    }

    static int count(JavaDStreamLike<String, ?, ?> any) {
        any.print();
        return 0;
    }

    static Seq<Time> times(Time from, Time to) {
        return from.until(to, new Duration(1000));
    }

    static boolean has(State<String> state) {
        Option<String> option = state.getOption();
        return option.isDefined();
    }

    static Object made() {
        return List.of(
                new Duration(1).copy(5), new JavaStreamInputInfo(1, 2, new HashMap<>(), "made by a test of a listener"));
    }

    static class Base {}

    static class Twice extends Base implements StreamingListener {}

    static final String CLASS = "org.apache.spark.streaming.receiver.ReceiverSupervisor";

    abstract static class Picky extends Receiver<String> {
        Picky() {
            super(StorageLevel.MEMORY_ONLY());
        }

        /** The same in Durastream. */
        @Override
        public Option<String> preferredLocation() {
            return Option.apply("here");
        }
    }
}
