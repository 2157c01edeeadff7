package io.durastream.bench.pairs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.Tuple2;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** One of the two systems. */
@SuppressWarnings("deprecation") // all of Spark Streaming is
enum Contender {
    SPARK_STREAMING {
        @Override
        void runBatches(JavaSparkContext spark, WordCount work, @Nullable String checkpoint) throws Exception {
            var context = new org.apache.spark.streaming.api.java.JavaStreamingContext(
                    spark, org.apache.spark.streaming.Durations.milliseconds(work.intervalMillis()));
            if (checkpoint != null) {
                context.checkpoint(checkpoint);
            }
            ClassTag<String> strings = ClassTag$.MODULE$.apply(String.class);
            new JavaDStream<>(new SameRDD(context.ssc(), strings, work.lines()), strings)
                    .flatMap(line -> Arrays.asList(line.split(" ")).iterator())
                    .mapToPair(word -> new Tuple2<>(word, 1))
                    .reduceByKey(Integer::sum)
                    .foreachRDD(Outputs.sparkStreaming());
            Outputs.work = work;
            context.start();
            work.progress().await();
            context.stop(false, true);
        }
    },
    DURASTREAM {
        @Override
        void runBatches(JavaSparkContext spark, WordCount work, @Nullable String checkpoint) throws Exception {
            var context = new io.durastream.StreamingContext(
                    spark, io.durastream.Durations.milliseconds(work.intervalMillis()));
            if (checkpoint != null) {
                context.checkpoint(checkpoint);
            }
            context.queueStream(new java.util.ArrayDeque<JavaRDD<String>>(), true, work.lines())
                    .flatMap(line -> Arrays.asList(line.split(" ")).iterator())
                    .mapToPair(word -> new Tuple2<>(word, 1))
                    .reduceByKey(Integer::sum)
                    .foreachRDD(Outputs.durastream());
            Outputs.work = work;
            context.start();
            work.progress().await();
            context.stop(false, true);
        }
    };

    abstract void runBatches(JavaSparkContext spark, WordCount work, @Nullable String checkpoint) throws Exception;

    /** Runs the work; the graceful stop at its end waits until the last batch is in the checkpoint. */
    Run run(JavaSparkContext spark, WordCount definition, @Nullable String checkpoint) throws Exception {
        WordCount work = definition.again();
        long begin = System.nanoTime();
        runBatches(spark, work, checkpoint);
        List<Long> millis = new ArrayList<>(work.progress().millis());
        double wallMillis = (System.nanoTime() - begin) / 1e6 / millis.size();
        return new Run(millis.subList(millis.size() / 5, millis.size()), wallMillis);
    }

    /**
     * A run.
     *
     * @param dueToDone milliseconds of each batch but the first fifth
     * @param wallMillisABatch from the start to the end of the graceful stop, divided by the batches that ran
     */
    record Run(List<Long> dueToDone, double wallMillisABatch) {

        double median() {
            return dueToDone.stream()
                    .sorted()
                    .skip(dueToDone.size() / 2)
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** The outputs; static, because both systems serialize what an output function holds. */
    private static final class Outputs {

        private static volatile @Nullable WordCount work;

        static org.apache.spark.api.java.function.VoidFunction2<
                        org.apache.spark.api.java.JavaPairRDD<String, Integer>, org.apache.spark.streaming.Time>
                sparkStreaming() {
            return (rdd, time) -> current().output(rdd, time.milliseconds());
        }

        static org.apache.spark.api.java.function.VoidFunction2<
                        org.apache.spark.api.java.JavaPairRDD<String, Integer>, io.durastream.Time>
                durastream() {
            return (rdd, time) -> current().output(rdd, time.milliseconds());
        }

        private static WordCount current() {
            WordCount current = work;
            if (current == null) {
                throw new IllegalStateException("Nothing is measured now");
            }
            return current;
        }
    }

    /** Spark Streaming's input that gives the same RDD in every batch. */
    private static final class SameRDD extends org.apache.spark.streaming.dstream.InputDStream<String> {

        private static final long serialVersionUID = 1;

        private final transient JavaRDD<String> rdd;

        SameRDD(org.apache.spark.streaming.StreamingContext context, ClassTag<String> tag, JavaRDD<String> rdd) {
            super(context, tag);
            this.rdd = rdd;
        }

        @Override
        public void start() {}

        @Override
        public void stop() {}

        @Override
        public Option<org.apache.spark.rdd.RDD<String>> compute(org.apache.spark.streaming.Time time) {
            return Option.apply(rdd.rdd());
        }
    }
}
