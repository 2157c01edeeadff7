package io.durastream.api;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.DStream;
import io.durastream.Duration;
import io.durastream.Durations;
import io.durastream.PairInputDStream;
import io.durastream.PositionRange;
import io.durastream.Source;
import io.durastream.SourceContext;
import io.durastream.SourcePlanner;
import io.durastream.StreamInputInfo;
import io.durastream.StreamingContext;
import io.durastream.StreamingContextState;
import io.durastream.StreamingListener;
import io.durastream.StreamingListenerBatchSubmitted;
import io.durastream.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** Sources of the user's own, through restarts in one JVM. */
@Timeout(120)
class SourceIT {

    private static final Duration BATCH = Durations.milliseconds(100);

    /** By batch, what each of its executions read. */
    private static final NavigableMap<Time, List<List<Long>>> READ = new ConcurrentSkipListMap<>();

    /** What a source heard, in order. */
    private static final List<String> HEARD = new CopyOnWriteArrayList<>();

    private static final AtomicBoolean FAIL_ONCE = new AtomicBoolean();
    /** Taken by the next batch, which waits for it after it was seen. */
    private static final AtomicReference<@Nullable CountDownLatch> BLOCKED = new AtomicReference<>();

    private static final AtomicInteger BROKEN_PLANS = new AtomicInteger();

    @RegisterExtension
    static final LocalSpark SPARK = new LocalSpark();

    @TempDir
    Path directory;

    @BeforeEach
    void forget() {
        READ.clear();
        HEARD.clear();
        FAIL_ONCE.set(false);
        BROKEN_PLANS.set(0);
        BLOCKED.set(null);
    }

    @Test
    void neitherSkipsNorRepeatsWhenTheContextIsStoppedAndRecovered() throws Exception {
        for (int life = 1; life <= 3; life++) {
            int before = READ.size();
            StreamingContext context = recoverOrMake(made -> record(made.inputStream(new Numbers())));
            context.start();
            await().until(() -> READ.size() >= before + 3);
            context.stop(false);
        }

        assertNoGapAndNoRepetition();
    }

    @Test
    void readsTheSameWhenABatchIsExecutedAgain() throws Exception {
        StreamingContext dying = recoverOrMake(made -> record(made.inputStream(new Numbers())));
        dying.start();
        await().until(() -> READ.size() >= 2);
        FAIL_ONCE.set(true);
        assertThrows(Exception.class, dying::awaitTermination);
        Time failed = READ.lastKey();
        dying.stop(false);

        StreamingContext recovered = recoverOrMake(made -> {
            throw new IllegalStateException("recovered from the checkpoint, not made again");
        });
        recovered.start();
        await().until(() -> READ.size() >= 5 && READ.lastKey().greater(failed));
        recovered.stop(false);

        assertEquals(2, executionsOf(failed).size(), "executions of the batch that failed");
        assertNoGapAndNoRepetition();
    }

    @Test
    void readsTheSameWhenTheDriverIsAbandonedInTheMiddleOfABatch() throws Exception {
        StreamingContext abandoned = recoverOrMake(made -> record(made.inputStream(new Numbers())));
        abandoned.start();
        await().until(() -> READ.size() >= 2);
        CountDownLatch blocked = new CountDownLatch(1);
        BLOCKED.set(blocked);
        await().until(() -> BLOCKED.get() == null);
        Time inFlight = READ.lastKey();
        abandoned.stop(false); // the batch goes on in the background

        StreamingContext recovered = recoverOrMake(made -> record(made.inputStream(new Numbers())));
        recovered.start();
        await().until(() -> READ.lastKey().greater(inFlight.plus(BATCH)));
        blocked.countDown(); // the first driver wakes up, finds itself fenced, and changes nothing
        recovered.stop(false);

        assertEquals(2, executionsOf(inFlight).size(), "executions of the batch that was in flight");
        assertNoGapAndNoRepetition();
    }

    @Test
    void readsEarlierRangesAgainForAWindowAfterARestart() throws Exception {
        Consumer<StreamingContext> definition =
                made -> record(made.inputStream(new Numbers()).window(Durations.milliseconds(300)));
        StreamingContext first = recoverOrMake(definition);
        first.start();
        await().until(() -> READ.size() >= 4);
        first.stop(false);
        Time last = READ.lastKey();

        StreamingContext second = recoverOrMake(definition);
        second.start();
        await().until(() -> READ.lastKey().greater(last.plus(BATCH)));
        second.stop(false);

        List<Long> window = executionsOf(last.plus(BATCH)).get(0);
        assertEquals(30, window.size());
        assertEquals(numbers(window.get(0), window.get(0) + 30), window);
    }

    @Test
    void tellsTheSourceWhatIsCommittedAndWhenItIsOver() throws Exception {
        StreamingContext context = new StreamingContext(SPARK.context(), BATCH);
        record(context.inputStream(new Listening()));
        context.start();
        await().until(() -> HEARD.size() >= 3);
        context.stop(false);
        await().until(() -> HEARD.contains("closed"));

        assertEquals("closed", HEARD.get(HEARD.size() - 1));
        assertEquals(List.of("committed 0-1", "committed 1-2", "committed 2-3"), HEARD.subList(0, 3));
    }

    @Test
    void waitsWhileTheSourceCannotBeAsked() throws Exception {
        BROKEN_PLANS.set(2);
        StreamingContext context = new StreamingContext(SPARK.context(), BATCH);
        record(context.inputStream(new Listening()));
        context.start();
        await().until(() -> READ.size() >= 3);
        context.stop(false);

        assertTrue(BROKEN_PLANS.get() < 0, "all planned failures happened");
        assertNoGapAndNoRepetition();
    }

    @Test
    void endsTheApplicationWhenTheSourceIsWrong() {
        StreamingContext context = new StreamingContext(SPARK.context(), BATCH);
        record(context.inputStream(new Failing()));
        context.start();

        IllegalStateException failure = assertThrows(IllegalStateException.class, context::awaitTermination);
        context.stop(false);
        assertEquals("planted", failure.getMessage());
    }

    @Test
    void doesNotStartWhenASourceCannotBeOpenedAndClosesTheOthers() {
        StreamingContext context = new StreamingContext(SPARK.context(), BATCH);
        record(context.inputStream(new Listening()));
        record(context.inputStream(new Closed()));

        IOException failure = assertThrows(IOException.class, context::start);
        assertEquals("planted: no such topic", failure.getMessage());
        assertEquals(StreamingContextState.STOPPED, context.getState());
        assertEquals(List.of("closed"), HEARD);
    }

    @Test
    void namesASourceThatPlansNothing() {
        StreamingContext context = new StreamingContext(SPARK.context(), BATCH);
        record(context.inputStream(new Planless()));
        context.start();

        String message = String.valueOf(assertThrows(NullPointerException.class, context::awaitTermination)
                .getMessage());
        context.stop(false);
        assertTrue(message.contains("inputStream-") && message.contains("must give an empty one"), message);
    }

    @Test
    void tellsListenersWhatTheSourceTells() throws Exception {
        List<StreamInputInfo> infos = new CopyOnWriteArrayList<>();
        StreamingContext context = new StreamingContext(SPARK.context(), BATCH);
        record(context.inputStream(new Listening()));
        context.addStreamingListener(new StreamingListener() {
            @Override
            public void onBatchSubmitted(StreamingListenerBatchSubmitted batch) {
                infos.add(batch.batchInfo().streamIdToInputInfo().get(0));
            }
        });
        context.start();
        await().until(() -> infos.size() >= 2);
        context.stop(false);

        StreamInputInfo info = infos.get(1);
        assertEquals(1, info.numRecords());
        assertEquals("1-2", info.metadataDescription());
        assertEquals(2L, info.metadata().get("until"));
    }

    @Test
    void givesPairs() throws Exception {
        StreamingContext context = new StreamingContext(SPARK.context(), BATCH);
        PairInputDStream<String, Long> pairs = context.inputPairStream(new Pairs());
        record(pairs.reduceByKey(Long::sum).map(Tuple2::_2));
        context.start();
        await().until(() -> !READ.isEmpty());
        context.stop(false);

        assertEquals(List.of(3L), READ.firstEntry().getValue().get(0));
    }

    private static void assertNoGapAndNoRepetition() {
        READ.forEach((time, executions) ->
                executions.forEach(execution -> assertEquals(executions.get(0), execution, "batch " + time)));
        List<Long> all = new ArrayList<>();
        READ.values().forEach(executions -> all.addAll(executions.get(0)));
        assertEquals(numbers(0, all.size()), all);
    }

    private static List<List<Long>> executionsOf(Time batch) {
        return READ.getOrDefault(batch, List.of());
    }

    private static List<Long> numbers(long from, long until) {
        return LongStream.range(from, until).boxed().toList();
    }

    private static void record(DStream<Long> numbers) {
        numbers.foreachRDD((rdd, time) -> {
            List<Long> read = rdd.collect();
            READ.computeIfAbsent(time, batch -> new CopyOnWriteArrayList<>()).add(read);
            CountDownLatch block = BLOCKED.getAndSet(null);
            if (block != null) {
                block.await();
            }
            if (FAIL_ONCE.compareAndSet(true, false)) {
                throw new IllegalStateException("planted, after the batch was seen");
            }
        });
    }

    private StreamingContext recoverOrMake(Consumer<StreamingContext> definition) {
        String checkpoint = directory.resolve("checkpoint").toUri().toString();
        return StreamingContext.getOrCreate(checkpoint, () -> {
            StreamingContext context = new StreamingContext(SPARK.context(), BATCH);
            context.checkpoint(checkpoint);
            definition.accept(context);
            return context;
        });
    }

    /** One number in each batch; tells what it hears. */
    private static final class Listening extends Source<Long> {

        private static final long serialVersionUID = 1;

        @Override
        public SourcePlanner open(SourceContext context) {
            return new Planner();
        }

        @Override
        public JavaRDD<Long> read(JavaSparkContext spark, Time time, PositionRange range) {
            return spark.parallelize(numbers(range.from(), range.until()));
        }

        @Override
        public Map<String, Object> metadata(PositionRange range) {
            return Map.of("until", range.until());
        }
    }

    private static final class Planner implements SourcePlanner {

        private long next;

        @Override
        public PositionRange plan(Time time) throws IOException {
            if (BROKEN_PLANS.getAndDecrement() > 0) {
                throw new IOException("planted: the source is not there");
            }
            return PositionRange.between(next, ++next);
        }

        @Override
        public void committed(Time time, PositionRange range) {
            HEARD.add("committed " + range.text());
        }

        @Override
        public void close() {
            HEARD.add("closed");
        }
    }

    private static final class Failing extends Source<Long> {

        private static final long serialVersionUID = 1;

        @Override
        public SourcePlanner open(SourceContext context) {
            return time -> {
                throw new IllegalStateException("planted");
            };
        }

        @Override
        public JavaRDD<Long> read(JavaSparkContext spark, Time time, PositionRange range) {
            return spark.emptyRDD();
        }
    }

    private static final class Closed extends Source<Long> {

        private static final long serialVersionUID = 1;

        @Override
        public SourcePlanner open(SourceContext context) throws IOException {
            throw new IOException("planted: no such topic");
        }

        @Override
        public JavaRDD<Long> read(JavaSparkContext spark, Time time, PositionRange range) {
            return spark.emptyRDD();
        }
    }

    private static final class Planless extends Source<Long> {

        private static final long serialVersionUID = 1;

        @Override
        @SuppressWarnings("NullAway") // the mistake under test
        public SourcePlanner open(SourceContext context) {
            return time -> null;
        }

        @Override
        public JavaRDD<Long> read(JavaSparkContext spark, Time time, PositionRange range) {
            return spark.emptyRDD();
        }
    }

    private static final class Pairs extends Source<Tuple2<String, Long>> {

        private static final long serialVersionUID = 1;

        @Override
        public SourcePlanner open(SourceContext context) {
            return time -> PositionRange.of("a pair");
        }

        @Override
        public JavaRDD<Tuple2<String, Long>> read(JavaSparkContext spark, Time time, PositionRange range) {
            return spark.parallelize(List.of(new Tuple2<>("a", 1L), new Tuple2<>("a", 2L)));
        }
    }
}
