package io.durastream.runtime.application;

import io.durastream.BatchInfo;
import io.durastream.OutputOperationInfo;
import io.durastream.StreamInputInfo;
import io.durastream.StreamingListenerBatchCompleted;
import io.durastream.StreamingListenerBatchStarted;
import io.durastream.StreamingListenerBatchSubmitted;
import io.durastream.StreamingListenerOutputOperationCompleted;
import io.durastream.StreamingListenerOutputOperationStarted;
import io.durastream.Time;
import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.InputRange;
import io.durastream.checkpoint.OperatorId;
import io.durastream.runtime.driver.CycleListener;
import io.durastream.runtime.graph.InputNode;
import io.durastream.runtime.graph.OutputNode;
import io.durastream.storage.Clock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what the batch thread does into events for listeners and lines for people. Guarded by its monitor: outputs may run
 * on threads of their own. A batch in which no output is due has no events.
 */
final class BatchReporter implements CycleListener {

    private static final Logger LOG = LoggerFactory.getLogger(BatchReporter.class);

    private final ListenerBus bus;
    private final Clock clock;
    private final Map<OperatorId, InputNode<?>> streams;
    private final List<OutputNode<?>> allOutputs;
    private final CatchUp catchUp;

    private Map<Integer, StreamInputInfo> inputs = Map.of();
    private final Map<Integer, OutputOperationInfo> outputs = new HashMap<>();
    private long submitted = -1;
    private long started = -1;
    private long ended = -1;

    /**
     * Reports on the batches of an application.
     *
     * @param streams the inputs by operator id
     * @param allOutputs the outputs of the application, in the order of their definition
     * @param catchUp hears of each batch how far behind it is
     */
    BatchReporter(
            ListenerBus bus,
            Clock clock,
            Map<OperatorId, InputNode<?>> streams,
            List<OutputNode<?>> allOutputs,
            CatchUp catchUp) {
        this.bus = bus;
        this.clock = clock;
        this.streams = Map.copyOf(streams);
        this.allOutputs = List.copyOf(allOutputs);
        this.catchUp = catchUp;
    }

    @Override
    public synchronized void planned(BatchTime time, List<InputRange> ranges, boolean recovered) {
        inputs = new HashMap<>();
        ranges.forEach(range -> {
            InputNode<?> stream = streams.get(range.input());
            Map<String, Object> metadata = new LinkedHashMap<>();
            metadata.put(StreamInputInfo.DESCRIPTION, range.description());
            metadata.putAll(stream == null ? Map.of() : stream.metadata(range));
            int id = stream == null ? -1 : stream.streamId();
            inputs.put(id, new StreamInputInfo(id, Math.max(0, range.records()), metadata));
        });
        // A batch is due at its own time; one of the past was due when its turn came.
        begin(time, recovered ? clock.wallMillis() : Math.min(time.millis(), clock.wallMillis()));
    }

    /** Keyed state advances before the first output, and belongs to the processing of the batch. */
    private void begin(BatchTime time, long due) {
        outputs.clear();
        submitted = due;
        started = -1;
        ended = -1;
        if (hasOutputs(time)) {
            BatchInfo queued = info(time);
            bus.post(listener -> listener.onBatchSubmitted(new StreamingListenerBatchSubmitted(queued)));
            started = clock.wallMillis();
            BatchInfo begun = info(time);
            bus.post(listener -> listener.onBatchStarted(new StreamingListenerBatchStarted(begun)));
        }
    }

    synchronized void outputStarted(Time time, int id, OutputNode<?> output) {
        OutputOperationInfo info = new OutputOperationInfo(
                time, id, output.name(), output.definedAt().longForm(), clock.wallMillis(), -1, null);
        outputs.put(id, info);
        bus.post(listener -> listener.onOutputOperationStarted(new StreamingListenerOutputOperationStarted(info)));
    }

    synchronized void outputCompleted(Time time, int id, OutputNode<?> output, @Nullable Throwable failure) {
        OutputOperationInfo begun = outputs.get(id);
        OutputOperationInfo info = new OutputOperationInfo(
                time,
                id,
                output.name(),
                output.definedAt().longForm(),
                begun == null ? -1 : begun.startTime(),
                clock.wallMillis(),
                failure == null ? null : stackOf(failure));
        outputs.put(id, info);
        bus.post(listener -> listener.onOutputOperationCompleted(new StreamingListenerOutputOperationCompleted(info)));
    }

    @Override
    public synchronized void executed(BatchTime time) {
        completed(time);
    }

    @Override
    public void committed(BatchTime time) {
        catchUp.committed(time.millis()).ifPresent(LOG::info);
    }

    @Override
    public void waiting(String what, Exception reason) {
        LOG.warn("Waiting: {}: {}", what, reason.toString());
    }

    @Override
    public synchronized void failed(BatchTime time, Exception reason) {
        LOG.error("Batch {} ms failed; it stays planned, and the next driver executes it first", time.millis(), reason);
        completed(time);
    }

    @Override
    public synchronized void retrying(BatchTime time, int failures, Exception reason) {
        LOG.error("Batch {} ms failed {} time(s) and is tried again", time.millis(), failures, reason);
        completed(time);
        begin(time, clock.wallMillis());
    }

    private void completed(BatchTime time) {
        ended = clock.wallMillis();
        if (hasOutputs(time)) {
            BatchInfo info = info(time);
            bus.post(listener -> listener.onBatchCompleted(new StreamingListenerBatchCompleted(info)));
        }
    }

    private boolean hasOutputs(BatchTime time) {
        return allOutputs.stream().anyMatch(output -> output.isDue(new Time(time.millis())));
    }

    private BatchInfo info(BatchTime time) {
        return new BatchInfo(new Time(time.millis()), inputs, submitted, started, ended, outputs);
    }

    private static String stackOf(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
