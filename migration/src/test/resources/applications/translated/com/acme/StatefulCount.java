package com.acme;

import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.api.java.function.Function3;
import org.apache.spark.api.java.function.PairFunction;
import org.apache.spark.streaming.Minutes;
import org.apache.spark.streaming.Seconds;
import org.apache.spark.streaming.State;
import org.apache.spark.streaming.StateSpec;
import org.apache.spark.streaming.api.java.JavaMapWithStateDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import scala.Tuple2;

/** Both kinds of state. */
public class StatefulCount {

    public static void main(String[] args) throws InterruptedException {
        JavaStreamingContext ssc = new JavaStreamingContext("local[2]", "StatefulCount", Seconds.apply(1));
        ssc.checkpoint(".");
        JavaPairRDD<String, Integer> initial =
                ssc.sparkContext().parallelizePairs(List.of(new Tuple2<>("hello", 1), new Tuple2<>("world", 1)));
        JavaPairDStream<String, Integer> ones = ssc.socketTextStream("localhost", 9999)
                .mapToPair(new PairFunction<String, String, Integer>() {
                    @Override
                    public Tuple2<String, Integer> call(String word) {
                        return new Tuple2<>(word, 1);
                    }
                });

        Function3<String, Optional<Integer>, State<Integer>, Tuple2<String, Integer>> mapping = (word, one, state) -> {
            int sum = one.orElse(0) + (state.exists() ? state.get() : 0);
            if (!state.isTimingOut()) {
                state.update(sum);
            }
            return new Tuple2<>(word, sum);
        };
        JavaMapWithStateDStream<String, Integer, Integer, Tuple2<String, Integer>> sums =
                ones.mapWithState(StateSpec.function(mapping).initialState(initial).timeout(Minutes.apply(5)));
        sums.stateSnapshots().print();
        sums.print(5);

        Function2<List<Integer>, Optional<Integer>, Optional<Integer>> update = (values, state) -> {
            int sum = state.or(0);
            for (int value : values) {
                sum += value;
            }
            return Optional.of(sum);
        };
        ones.updateStateByKey(update, new HashPartitioner(2), initial).print();

        ssc.start();
        ssc.awaitTermination();
    }
}
