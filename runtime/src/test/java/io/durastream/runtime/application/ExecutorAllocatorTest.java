package io.durastream.runtime.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.BatchInfo;
import io.durastream.OutputOperationInfo;
import io.durastream.ReceiverInfo;
import io.durastream.StreamingListenerBatchCompleted;
import io.durastream.StreamingListenerReceiverStarted;
import io.durastream.StreamingListenerReceiverStopped;
import io.durastream.Time;
import io.durastream.runtime.spark.ExecutorPool;
import io.durastream.storage.sim.SimulatedClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExecutorAllocatorTest {

    private static final String PREFIX = "spark.streaming.dynamicAllocation.";

    private final SimulatedClock clock = new SimulatedClock(0);
    private final FakePool pool = new FakePool();
    private final ExecutorAllocator allocator =
            new ExecutorAllocator(pool, new AllocationSettings(2, 6, 0.9, 0.3, 60_000), 1000, clock);

    @Test
    void addsExecutorsByTheRatioWhenBatchesTakeTheirInterval() {
        complete(2400, null);
        assertEquals(List.of(), pool.requested, "not before the interval is over");
        clock.advance(60_000);
        complete(2600, null);
        assertEquals(List.of(6), pool.requested, "four and three, at most six");

        pool.executors = List.of("1");
        clock.advance(60_000);
        complete(950, null);
        assertEquals(List.of(6, 2), pool.requested);
    }

    @Test
    void leavesThemWhenBatchesTakeAPartOfTheirInterval() {
        clock.advance(60_000);
        complete(500, null);

        assertEquals(List.of(), pool.requested);
        assertEquals(List.of(), pool.killed);
    }

    @Test
    void givesOneBackThatHasNoReceiverButKeepsTheMinimum() {
        allocator.onReceiverStarted(new StreamingListenerReceiverStarted(receiver(0, "1")));
        allocator.onReceiverStarted(new StreamingListenerReceiverStarted(receiver(1, "2")));
        clock.advance(60_000);
        complete(100, null);
        assertEquals(List.of("3"), pool.killed);

        allocator.onReceiverStopped(new StreamingListenerReceiverStopped(receiver(0, "1")));
        pool.executors = List.of("1", "2");
        clock.advance(60_000);
        complete(100, null);
        assertEquals(List.of("3"), pool.killed);
    }

    @Test
    void doesNotCountBatchesThatFailed() {
        clock.advance(60_000);
        complete(5000, "planted");
        assertEquals(List.of(), pool.requested);

        complete(500, null);
        assertEquals(List.of(), pool.requested);
    }

    @Test
    void readsAndChecksTheConfiguration() {
        SparkConf conf = new SparkConf(false);
        assertTrue(AllocationSettings.of(conf, 3).isEmpty());
        conf.set(PREFIX + "enabled", "true");
        assertEquals(
                new AllocationSettings(3, Integer.MAX_VALUE, 0.9, 0.3, 60_000),
                AllocationSettings.of(conf, 3).orElseThrow());

        refuses(conf, "scalingUpRatio", "0.3");
        refuses(conf, "scalingDownRatio", "0");
        refuses(conf, "scalingInterval", "0");
        refuses(conf, "minExecutors", "0");
        refuses(conf, "maxExecutors", "2");
        conf.set("spark.dynamicAllocation.enabled", "true");
        assertThrows(IllegalArgumentException.class, () -> AllocationSettings.of(conf, 0));
    }

    private static void refuses(SparkConf conf, String key, String value) {
        SparkConf wrong = conf.clone().set(PREFIX + key, value);
        String text = String.valueOf(assertThrows(IllegalArgumentException.class, () -> AllocationSettings.of(wrong, 3))
                .getMessage());
        assertTrue(text.startsWith(PREFIX + key), text);
    }

    private void complete(long processingMillis, @Nullable String failure) {
        Time time = new Time(1000);
        OutputOperationInfo output = new OutputOperationInfo(time, 0, "print", "", 1000, 1001, failure);
        allocator.onBatchCompleted(new StreamingListenerBatchCompleted(
                new BatchInfo(time, Map.of(), 1000, 1000, 1000 + processingMillis, Map.of(0, output))));
    }

    private static ReceiverInfo receiver(int stream, String executor) {
        return new ReceiverInfo(stream, "R-" + stream, true, "host", executor, "", "", -1);
    }

    private static final class FakePool implements ExecutorPool {
        private List<String> executors = List.of("1", "2", "3", "4");
        private final List<Integer> requested = new ArrayList<>();
        private final List<String> killed = new ArrayList<>();

        @Override
        public List<String> executors() {
            return executors;
        }

        @Override
        public int configured() {
            throw new AssertionError("asked for by nobody");
        }

        @Override
        public void requestTotal(int wanted) {
            requested.add(wanted);
        }

        @Override
        public void kill(String executor) {
            killed.add(executor);
        }
    }
}
