package io.durastream.testkit;

import io.durastream.Time;
import io.durastream.checkpoint.BatchLog;
import io.durastream.checkpoint.BatchRecord;
import io.durastream.checkpoint.BatchState;
import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.DriverStart;
import io.durastream.checkpoint.InputRange;
import io.durastream.checkpoint.LogState;
import io.durastream.storage.Clock;
import io.durastream.storage.Storage;
import io.durastream.storage.Storages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * What the batch log of a checkpoint directory says at one moment: what a recovery would go by.
 *
 * @param batches the batches that it retains, in order: as many as windows reach back, and whatever is not committed
 * @param lastPlanned the youngest batch ever planned; empty before the first
 * @param lastCommitted the youngest batch ever committed; empty before the first
 * @param starts the drivers that took the directory over, oldest first
 */
public record BatchLogContent(
        List<Batch> batches, Optional<Time> lastPlanned, Optional<Time> lastCommitted, List<Start> starts) {

    /**
     * A batch.
     *
     * @param time its time
     * @param inputs what it reads, durable before it ran
     * @param committed whether its outputs have all run and its state counts; otherwise recovery executes it again
     */
    public record Batch(Time time, List<Input> inputs, boolean committed) {}

    /**
     * What a batch reads of one input.
     *
     * @param operator the id of the input
     * @param records how many records; -1 when nobody has counted them
     * @param description for people
     */
    public record Input(String operator, long records, String description) {}

    /**
     * The start of a driver.
     *
     * @param epoch 1 for the first driver, and one more for each
     * @param phases how far it came: {@code FENCED} (its predecessors were), {@code LOADED}, {@code FIRST_BATCH}, {@code
     *     CAUGHT_UP}
     */
    public record Start(long epoch, List<String> phases) {}

    static BatchLogContent read(String directory, JavaSparkContext spark) {
        try (Storage storage = Storages.open(directory, spark.hadoopConfiguration(), Clock.system())) {
            return of(BatchLog.read(storage).state());
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read the batch log in " + directory, e);
        }
    }

    private static BatchLogContent of(LogState log) {
        return new BatchLogContent(
                log.batches().entrySet().stream().map(BatchLogContent::batch).toList(),
                log.lastPlanned().map(BatchLogContent::time),
                log.lastCommitted().map(BatchLogContent::time),
                log.ledger().stream().map(BatchLogContent::start).toList());
    }

    private static Batch batch(Map.Entry<BatchTime, BatchState> entry) {
        return new Batch(
                time(entry.getKey()),
                entry.getValue().inputs().stream().map(BatchLogContent::input).toList(),
                entry.getValue().committed());
    }

    private static Input input(InputRange range) {
        return new Input(range.input().value(), range.records(), range.description());
    }

    private static Start start(DriverStart start) {
        return new Start(
                start.epoch().number(),
                start.events().stream()
                        .map(BatchRecord.RecoveryEvent::phase)
                        .map(Enum::name)
                        .toList());
    }

    private static Time time(BatchTime time) {
        return new Time(time.millis());
    }
}
