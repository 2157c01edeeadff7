package io.durastream.recovery.sim;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.Bytes;
import io.durastream.checkpoint.InputRange;
import io.durastream.checkpoint.LogState;
import io.durastream.checkpoint.OperatorId;
import io.durastream.checkpoint.StateEntry;
import io.durastream.runtime.driver.BatchRunner;
import io.durastream.runtime.receiver.ReceivedBlock;
import io.durastream.runtime.receiver.ReceivedRange;
import io.durastream.runtime.receiver.SimulatedReceiving;
import io.durastream.storage.Epoch;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Counts records as an application would: reads what is planned, writes a new version of the state, and an output. */
final class CountingRunner implements BatchRunner {

    static final OperatorId STATE = OperatorId.of("counts");

    private final History history;
    private final SimProcess process;
    private final Storage storage;
    private final Epoch epoch;
    private @Nullable Counts counts;
    private final @Nullable StoragePath base;
    private int attempts;

    CountingRunner(History history, SimProcess process, Epoch epoch, LogState state) {
        this.history = history;
        this.process = process;
        this.storage = process.storage();
        this.epoch = epoch;
        StateEntry entry = state.stateOf(STATE).get(0);
        this.base = entry == null ? null : Witness.stateFile(entry);
    }

    @Override
    public Result run(BatchTime time, List<InputRange> inputs) throws IOException {
        history.witness().checkExecution(time, inputs);
        try {
            return count(time, inputs);
        } catch (IOException e) {
            // A fenced driver may find that its successor has cleaned up.
            if (!history.witness().isFenced(epoch) && !Failures.isInjected(e)) {
                throw new Violation("Batch " + time + " cannot be read by " + process, e);
            }
            throw e;
        }
    }

    private Result count(BatchTime time, List<InputRange> inputs) throws IOException {
        Counts before = counts();
        List<String> content = read(inputs);
        Counts after = before.plus(content);
        for (Source source : history.sources()) {
            content.forEach(key -> Violation.unless(
                    !source.isPositioned()
                            || !key.startsWith(source.id() + ":")
                            || after.byKey().get(key) == 1,
                    () -> "Record " + key + " is in batch " + time + " and in an earlier one"));
        }
        StoragePath file = StoragePath.of("state/counts/" + time.millis() + "-" + epoch + "-" + ++attempts);
        storage.putIfAbsent(file, after.toBytes());
        history.scheduler().step();
        history.write(time, content);
        history.scheduler().step();
        counts = after;
        return new Result(List.of(new StateEntry(STATE, 0, Bytes.utf8(file.value()))), List.of());
    }

    private Counts counts() throws IOException {
        if (counts == null) {
            counts = base == null ? Counts.NONE : Counts.of(storage.read(base));
        }
        return Objects.requireNonNull(counts);
    }

    private List<String> read(List<InputRange> inputs) throws IOException {
        List<String> content = new ArrayList<>();
        for (InputRange input : inputs) {
            Source source = history.source(input.input());
            for (ReceivedBlock block : ReceivedRange.of(input).blocks()) {
                String records = UTF_8.decode(SimulatedReceiving.read(
                                history.log(source, process), Objects.requireNonNull(block.extent())))
                        .toString();
                for (String record : records.split(",")) {
                    Violation.unless(source.wasSent(Integer.parseInt(record)), () -> "Never sent: " + record);
                    content.add(Counts.key(source, record));
                }
            }
        }
        return content;
    }
}
