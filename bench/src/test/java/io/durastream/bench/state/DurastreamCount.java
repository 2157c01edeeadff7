package io.durastream.bench.state;

import io.durastream.Duration;
import io.durastream.PairDStream;
import io.durastream.PositionRange;
import io.durastream.Source;
import io.durastream.SourceContext;
import io.durastream.SourcePlanner;
import io.durastream.State;
import io.durastream.StateSpec;
import io.durastream.StreamingContext;
import io.durastream.StreamingListener;
import io.durastream.StreamingListenerBatchStarted;
import io.durastream.Time;
import io.durastream.bench.process.BatchWriter;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.Optional;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** The counts on Durastream. A batch is committed when its source is told so. */
final class DurastreamCount {

    /** Where the source tells of commits; static, because a source is serialized with the application. */
    private static volatile @Nullable BatchWriter batches;

    private DurastreamCount() {}

    static void run(CountWork work, BatchWriter writer) throws Exception {
        batches = writer;
        StreamingContext context = StreamingContext.getOrCreate(work.checkpoint(), () -> create(work));
        context.addStreamingListener(new StreamingListener() {
            @Override
            public void onBatchStarted(StreamingListenerBatchStarted started) {
                writer.started(
                        started.batchInfo().batchTime().milliseconds(),
                        started.batchInfo().processingStartTime());
            }
        });
        context.start();
        context.awaitTermination();
    }

    private static StreamingContext create(CountWork work) {
        JavaSparkContext spark = new JavaSparkContext(Settings.spark(work)
                .set("durastream.state.localDirectory", work.localState().toString()));
        StreamingContext context = new StreamingContext(spark, new Duration(work.batchIntervalMillis()));
        context.checkpoint(work.checkpoint());
        PairDStream<Long, Long> ones = context.inputStream(new Numbers(work)).mapToPair(key -> new Tuple2<>(key, 1L));
        JavaPairRDD<Long, Long> initial = Keys.all(spark.sc(), work.keys()).mapToPair(key -> new Tuple2<>(key, 0L));
        HashPartitioner partitioner = new HashPartitioner(CountWork.PARTITIONS);
        switch (work.operator()) {
            case MAP_WITH_STATE ->
                ones.mapWithState(StateSpec.<Long, Long, Long, Long>function(DurastreamCount::add)
                                .initialState(initial)
                                .partitioner(partitioner))
                        .foreachRDD(rdd -> rdd.foreachPartition(Settings::consume));
            case UPDATE_STATE_BY_KEY ->
                ones.updateStateByKey(DurastreamCount::sum, partitioner, initial)
                        .foreachRDD(rdd -> rdd.foreachPartition(Settings::consume));
        }
        return context;
    }

    private static long add(Long key, Optional<Long> one, State<Long> count) {
        long sum = one.get() + (count.exists() ? count.get() : 0);
        count.update(sum);
        return sum;
    }

    static Optional<Long> sum(List<Long> ones, Optional<Long> count) {
        return ones.isEmpty() ? count : Optional.of(count.orElse(0L) + ones.size());
    }

    /** The records by number; each batch takes the next ones. */
    private static final class Numbers extends Source<Long> {

        private static final long serialVersionUID = 1;

        private final CountWork work;

        Numbers(CountWork work) {
            this.work = work;
        }

        @Override
        public SourcePlanner open(SourceContext context) {
            long first = context.lastPlanned().map(PositionRange::until).orElse(0L);
            return new Planner(work.records(), first);
        }

        @Override
        public JavaRDD<Long> read(JavaSparkContext spark, Time time, PositionRange range) {
            return Keys.ofRecords(spark.sc(), range.from(), range.until(), work.keys());
        }
    }

    private static final class Planner implements SourcePlanner {

        private final int records;
        private long next;

        Planner(int records, long next) {
            this.records = records;
            this.next = next;
        }

        @Override
        public PositionRange plan(Time time) {
            PositionRange range = PositionRange.between(next, next + records);
            next = range.until();
            return range;
        }

        @Override
        public void committed(Time time, PositionRange range) {
            BatchWriter writer = batches;
            if (writer != null) {
                writer.committed(time.milliseconds(), System.currentTimeMillis());
            }
        }
    }
}
