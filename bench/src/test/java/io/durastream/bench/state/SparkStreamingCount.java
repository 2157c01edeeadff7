package io.durastream.bench.state;

import io.durastream.bench.process.BatchWriter;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function3;
import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.State;
import org.apache.spark.streaming.StateSpec;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaPairDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.dstream.InputDStream;
import org.apache.spark.streaming.scheduler.BatchInfo;
import org.apache.spark.streaming.scheduler.StreamingListener;
import org.apache.spark.streaming.scheduler.StreamingListenerBatchCompleted;
import scala.Option;
import scala.Tuple2;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * The counts on spark-streaming. A batch counts as committed when its jobs are done: they write the data checkpoint at
 * their end, and the metadata follow beside the next batch.
 */
@SuppressWarnings("deprecation") // all of Spark Streaming is
final class SparkStreamingCount {

    private SparkStreamingCount() {}

    static void run(CountWork work, BatchWriter batches) throws Exception {
        JavaStreamingContext context = JavaStreamingContext.getOrCreate(work.checkpoint(), () -> create(work));
        context.addStreamingListener(new StreamingListener() {
            @Override
            public void onBatchCompleted(StreamingListenerBatchCompleted completed) {
                BatchInfo batch = completed.batchInfo();
                PacedClock.batchDone();
                batches.started(batch.batchTime().milliseconds(), (long)
                        batch.processingStartTime().get());
                batches.committed(batch.batchTime().milliseconds(), (long)
                        batch.processingEndTime().get());
            }
        });
        context.start();
        context.awaitTermination();
    }

    private static JavaStreamingContext create(CountWork work) {
        var conf = Settings.spark(work);
        if (!work.paced()) {
            conf.set("spark.streaming.clock", PacedClock.class.getName());
        }
        JavaSparkContext spark = new JavaSparkContext(conf);
        JavaStreamingContext context = new JavaStreamingContext(spark, new Duration(work.batchIntervalMillis()));
        context.checkpoint(work.checkpoint());
        ClassTag<Long> longs = ClassTag$.MODULE$.apply(Long.class);
        JavaPairDStream<Long, Long> ones = new JavaDStream<>(new Numbers(context.ssc(), longs, work), longs)
                .mapToPair(key -> new Tuple2<>(key, 1L));
        JavaPairRDD<Long, Long> initial = Keys.all(spark.sc(), work.keys()).mapToPair(key -> new Tuple2<>(key, 0L));
        HashPartitioner partitioner = new HashPartitioner(CountWork.PARTITIONS);
        switch (work.operator()) {
            case MAP_WITH_STATE -> {
                Function3<Long, Optional<Long>, State<Long>, Long> add = SparkStreamingCount::add;
                var counts = ones.mapWithState(
                        StateSpec.function(add).initialState(initial).partitioner(partitioner));
                if (work.contender() == Contender.SPARK_BATCH) {
                    counts.checkpoint(new Duration(work.batchIntervalMillis()));
                }
                counts.foreachRDD(rdd -> rdd.foreachPartition(Settings::consume));
            }
            case UPDATE_STATE_BY_KEY -> {
                var counts = ones.updateStateByKey(DurastreamCount::sum, partitioner, initial);
                if (work.contender() == Contender.SPARK_BATCH) {
                    counts.checkpoint(new Duration(work.batchIntervalMillis()));
                }
                counts.foreachRDD(rdd -> rdd.foreachPartition(Settings::consume));
            }
        }
        return context;
    }

    private static long add(Long key, Optional<Long> one, State<Long> count) {
        long sum = one.get() + (count.exists() ? count.get() : 0);
        count.update(sum);
        return sum;
    }

    /** The records by number; the batch's time says which. */
    private static final class Numbers extends InputDStream<Long> {

        private static final long serialVersionUID = 1;

        private final CountWork work;

        Numbers(StreamingContext context, ClassTag<Long> tag, CountWork work) {
            super(context, tag);
            this.work = work;
        }

        @Override
        public void start() {}

        @Override
        public void stop() {}

        @Override
        public Option<RDD<Long>> compute(Time time) {
            long from = time.milliseconds() / work.batchIntervalMillis() * work.records();
            return Option.apply(Keys.ofRecords(context().sparkContext(), from, from + work.records(), work.keys())
                    .rdd());
        }
    }
}
