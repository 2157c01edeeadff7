package io.durastream.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.BatchInfo;
import io.durastream.DStream;
import io.durastream.Durations;
import io.durastream.OutputOperationInfo;
import io.durastream.Receiver;
import io.durastream.ReceiverInfo;
import io.durastream.StreamInputInfo;
import io.durastream.StreamingContext;
import io.durastream.StreamingListener;
import io.durastream.StreamingListenerBatchCompleted;
import io.durastream.StreamingListenerBatchStarted;
import io.durastream.StreamingListenerBatchSubmitted;
import io.durastream.StreamingListenerOutputOperationCompleted;
import io.durastream.StreamingListenerOutputOperationStarted;
import io.durastream.StreamingListenerReceiverError;
import io.durastream.StreamingListenerReceiverStarted;
import io.durastream.StreamingListenerReceiverStopped;
import io.durastream.StreamingListenerStreamingStarted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** All events of an application with a receiver that restarts and an output that fails in the end. */
class StreamingListenerIT {

    private static final int BATCHES = 4;

    private final List<Object> events = new CopyOnWriteArrayList<>();

    @Test
    void hearsEveryEventInTheOrderInWhichThingsHappen() {
        try (JavaSparkContext spark = new JavaSparkContext(new SparkConf()
                .setMaster("local[3]")
                .setAppName("it")
                .set("spark.ui.enabled", "false")
                .set("spark.streaming.receiverRestartDelay", "10")
                .set("spark.streaming.blockInterval", "20ms"))) {
            run(spark);
        }

        assertEquals(StreamingListenerStreamingStarted.class, events.get(0).getClass());
        assertEquals(1, of(StreamingListenerStreamingStarted.class).size());
        checkReceiver();
        checkBatches();
    }

    private void run(JavaSparkContext spark) {
        AtomicInteger batches = new AtomicInteger();
        StreamingContext context = new StreamingContext(spark, Durations.milliseconds(200));
        context.addStreamingListener(new Recorder());
        context.addStreamingListener(new StreamingListener() {
            @Override
            public void onBatchStarted(StreamingListenerBatchStarted started) {
                throw new IllegalStateException("a listener's own trouble");
            }
        });
        DStream<String> words = context.receiverStream(new RestartingReceiver());
        words.foreachRDD(rdd -> rdd.count());
        words.window(Durations.milliseconds(400), Durations.milliseconds(400)).foreachRDD(rdd -> rdd.count());
        words.foreachRDD(rdd -> {
            if (of(StreamingListenerReceiverStarted.class).size() > 1 && batches.incrementAndGet() >= BATCHES) {
                throw new IllegalStateException("planted");
            }
        });
        context.start();
        assertThrows(IllegalStateException.class, context::awaitTermination);
        context.stop(false);
    }

    private void checkReceiver() {
        int started = first(StreamingListenerReceiverStarted.class);
        int failed = first(StreamingListenerReceiverError.class);
        int stopped = first(StreamingListenerReceiverStopped.class);
        int again = events.indexOf(of(StreamingListenerReceiverStarted.class).get(1));
        assertTrue(started < failed && failed < stopped && stopped < again, () -> "" + events);

        ReceiverInfo info = ((StreamingListenerReceiverError) events.get(failed)).receiverInfo();
        assertEquals("RestartingReceiver-0", info.name());
        assertEquals(0, info.streamId());
        assertTrue(info.active());
        assertEquals("driver", info.executorId());
        assertTrue(info.lastErrorMessage().contains("planted"), info::toString);
        assertTrue(info.lastError().contains("IOException"), info::toString);
        assertTrue(info.lastErrorTime() > 0);
        ReceiverInfo begun = ((StreamingListenerReceiverStarted) events.get(started)).receiverInfo();
        assertEquals("", begun.lastErrorMessage());
        assertEquals(-1, begun.lastErrorTime());
    }

    private void checkBatches() {
        Map<Long, List<Object>> byBatch = new TreeMap<>();
        List<Long> times = new ArrayList<>();
        for (Object event : events) {
            Long time = batchOf(event);
            if (time != null) {
                byBatch.computeIfAbsent(time, t -> new ArrayList<>()).add(event);
                times.add(time);
            }
        }
        assertEquals(times.stream().sorted().toList(), times, "one batch after the other");
        assertTrue(byBatch.size() >= BATCHES);
        byBatch.values().forEach(StreamingListenerIT::checkBatch);

        List<StreamingListenerBatchCompleted> completed = of(StreamingListenerBatchCompleted.class);
        assertTrue(completed.stream().anyMatch(batch -> batch.batchInfo().numRecords() > 0), completed::toString);
        OutputOperationInfo failed = completed
                .get(completed.size() - 1)
                .batchInfo()
                .outputOperationInfos()
                .get(2);
        assertNotNull(failed);
        String reason = failed.failureReason();
        assertNotNull(reason);
        assertTrue(reason.contains("IllegalStateException: planted"), reason);
        assertTrue(reason.contains("StreamingListenerIT.java"), reason);
    }

    private static void checkBatch(List<Object> batch) {
        List<Integer> outputs = new ArrayList<>();
        assertEquals(StreamingListenerBatchSubmitted.class, batch.get(0).getClass());
        assertEquals(StreamingListenerBatchStarted.class, batch.get(1).getClass());
        for (int i = 2; i < batch.size() - 1; i += 2) {
            OutputOperationInfo begun = ((StreamingListenerOutputOperationStarted) batch.get(i)).outputOperationInfo();
            OutputOperationInfo ended =
                    ((StreamingListenerOutputOperationCompleted) batch.get(i + 1)).outputOperationInfo();
            assertEquals(begun.id(), ended.id());
            assertEquals(-1, begun.endTime());
            assertTrue(ended.startTime() == begun.startTime() && ended.startTime() <= ended.endTime());
            assertTrue(ended.name().startsWith("foreachRDD at StreamingListenerIT.java:"), ended.name());
            assertTrue(ended.description().contains("StreamingListenerIT.run"), ended.description());
            outputs.add(ended.id());
        }
        BatchInfo submitted = ((StreamingListenerBatchSubmitted) batch.get(0)).batchInfo();
        BatchInfo started = ((StreamingListenerBatchStarted) batch.get(1)).batchInfo();
        BatchInfo completed = ((StreamingListenerBatchCompleted) batch.get(batch.size() - 1)).batchInfo();
        assertEquals(List.copyOf(completed.outputOperationInfos().keySet()), outputs);
        assertTrue(outputs.equals(List.of(0, 2)) || outputs.equals(List.of(0, 1, 2)), outputs::toString);

        assertEquals(-1, submitted.processingStartTime());
        assertEquals(-1, submitted.schedulingDelay());
        assertEquals(-1, started.processingEndTime());
        assertEquals(-1, started.processingDelay());
        assertTrue(submitted.submissionTime() >= submitted.batchTime().milliseconds());
        assertTrue(completed.schedulingDelay() >= 0 && completed.processingDelay() >= 0);
        assertEquals(completed.schedulingDelay() + completed.processingDelay(), completed.totalDelay());
        StreamInputInfo input = completed.streamIdToInputInfo().get(0);
        assertNotNull(input);
        assertEquals(0, input.inputStreamId());
        assertEquals(completed.numRecords(), input.numRecords());
    }

    private static @Nullable Long batchOf(Object event) {
        if (event instanceof StreamingListenerBatchSubmitted submitted) {
            return submitted.batchInfo().batchTime().milliseconds();
        } else if (event instanceof StreamingListenerBatchStarted started) {
            return started.batchInfo().batchTime().milliseconds();
        } else if (event instanceof StreamingListenerBatchCompleted completed) {
            return completed.batchInfo().batchTime().milliseconds();
        } else if (event instanceof StreamingListenerOutputOperationStarted started) {
            return started.outputOperationInfo().batchTime().milliseconds();
        } else if (event instanceof StreamingListenerOutputOperationCompleted completed) {
            return completed.outputOperationInfo().batchTime().milliseconds();
        }
        return null;
    }

    private <T> List<T> of(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private int first(Class<?> type) {
        return events.indexOf(of(type).get(0));
    }

    private final class Recorder extends StreamingListener {

        @Override
        public void onStreamingStarted(StreamingListenerStreamingStarted event) {
            events.add(event);
        }

        @Override
        public void onReceiverStarted(StreamingListenerReceiverStarted event) {
            events.add(event);
        }

        @Override
        public void onReceiverError(StreamingListenerReceiverError event) {
            events.add(event);
        }

        @Override
        public void onReceiverStopped(StreamingListenerReceiverStopped event) {
            events.add(event);
        }

        @Override
        public void onBatchSubmitted(StreamingListenerBatchSubmitted event) {
            events.add(event);
        }

        @Override
        public void onBatchStarted(StreamingListenerBatchStarted event) {
            events.add(event);
        }

        @Override
        public void onBatchCompleted(StreamingListenerBatchCompleted event) {
            events.add(event);
        }

        @Override
        public void onOutputOperationStarted(StreamingListenerOutputOperationStarted event) {
            events.add(event);
        }

        @Override
        public void onOutputOperationCompleted(StreamingListenerOutputOperationCompleted event) {
            events.add(event);
        }
    }

    /** Stores a record, reports an error, and asks to be restarted, the first time. */
    private static final class RestartingReceiver extends Receiver<String> {

        private static final long serialVersionUID = 1;

        private static final AtomicInteger STARTS = new AtomicInteger();

        RestartingReceiver() {
            super(StorageLevel.MEMORY_ONLY());
        }

        @Override
        public void onStart() {
            boolean isFirst = STARTS.getAndIncrement() == 0;
            Thread thread = new Thread(() -> {
                store("a");
                if (isFirst) {
                    reportError("planted error", new IOException("planted"));
                    restart("planted restart");
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void onStop() {}
    }
}
