package io.durastream.chaos.check;

import io.durastream.checkpoint.BatchLog;
import io.durastream.checkpoint.BatchState;
import io.durastream.checkpoint.GraphFiles;
import io.durastream.checkpoint.InputRange;
import io.durastream.checkpoint.LogState;
import io.durastream.checkpoint.StateEntry;
import io.durastream.runtime.receiver.ReceivedBlock;
import io.durastream.runtime.receiver.ReceivedRange;
import io.durastream.statestore.StateFiles;
import io.durastream.statestore.StateId;
import io.durastream.statestore.StateRef;
import io.durastream.storage.Clock;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.storage.Storages;
import io.durastream.wal.LogExtent;
import io.durastream.wal.SegmentedLog;
import io.durastream.wal.SegmentedLogOptions;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;

/** Follows what a batch log refers to, from outside, and reads it. */
public final class References {

    private static final StoragePath RECEIVED = StoragePath.of("received");
    private static final StoragePath STATE = StoragePath.of("state");

    private References() {}

    /** The fold of the log in a checkpoint directory. */
    public static LogState logState(String checkpoint) throws IOException {
        try (Storage storage = open(checkpoint)) {
            return BatchLog.read(storage).state();
        }
    }

    /**
     * Reads everything that the log refers to, and thereby fails when any of it is missing or damaged.
     *
     * @return the files
     */
    public static Set<StoragePath> readAll(String checkpoint) throws IOException {
        try (Storage storage = open(checkpoint)) {
            return readAll(storage, BatchLog.read(storage).state());
        }
    }

    /** {@link #readAll(String)} of a fold that was read before. */
    public static Set<StoragePath> readAll(Storage storage, LogState log) throws IOException {
        Set<StoragePath> files = new TreeSet<>();
        String graph = log.application().orElseThrow().graph();
        new GraphFiles(storage).get(graph);
        files.add(GraphFiles.pathOf(graph));
        for (StateEntry entry : stateEntries(log)) {
            files.addAll(readState(storage, entry));
        }
        for (InputRange input : pendingInputs(log)) {
            files.addAll(readReceived(storage, input));
        }
        return files;
    }

    /** Nothing for an input that is no receiver, which has nothing here. */
    private static Set<StoragePath> readReceived(Storage storage, InputRange input) throws IOException {
        Set<StoragePath> files = new TreeSet<>();
        StoragePath root = RECEIVED.resolve(input.input().value());
        if (storage.list(root).isEmpty()) {
            return files;
        }
        SegmentedLog received = log(storage, root);
        for (ReceivedBlock block : ReceivedRange.of(input).blocks()) {
            LogExtent extent = block.extent();
            if (extent != null) {
                received.readAll(extent);
                files.add(received.segment(extent.start()));
            }
        }
        return files;
    }

    /** The files that a reference to state names; reads the manifest of its snapshot. */
    static Set<StoragePath> ofState(Storage storage, StateEntry entry) throws IOException {
        return new StateFiles(storage, STATE).referencedBy(idOf(entry), refOf(entry));
    }

    private static StateRef refOf(StateEntry entry) {
        return StateRef.fromBytes(entry.ref().toByteArray());
    }

    private static StateId idOf(StateEntry entry) {
        return new StateId(entry.operator().value(), entry.partition());
    }

    private static Set<StoragePath> readState(Storage storage, StateEntry entry) throws IOException {
        StateRef ref = refOf(entry);
        StateId id = idOf(entry);
        Set<StoragePath> files = ofState(storage, entry);
        for (StoragePath file : files) {
            storage.read(file);
        }
        SegmentedLog changelog = log(
                storage,
                STATE.resolve(id.operator())
                        .resolve(Integer.toString(id.partition()))
                        .resolve("changelog"));
        for (LogExtent extent : ref.changelog()) {
            changelog.readAll(extent);
        }
        return files;
    }

    /** The latest references to state; what retained batches had before may be needed no more. */
    private static List<StateEntry> stateEntries(LogState log) {
        return log.state().values().stream()
                .flatMap(partitions -> partitions.values().stream())
                .toList();
    }

    /** What batches read that are not committed yet. */
    private static List<InputRange> pendingInputs(LogState log) {
        return log.batches().values().stream()
                .filter(batch -> !batch.committed())
                .map(BatchState::inputs)
                .flatMap(Collection::stream)
                .toList();
    }

    private static SegmentedLog log(Storage storage, StoragePath root) {
        return new SegmentedLog(storage, root, SegmentedLogOptions.defaults(), Clock.system());
    }

    /** For reading and writing, with default options. */
    public static Storage open(String checkpoint) throws IOException {
        return Storages.open(checkpoint, new Configuration(), Clock.system());
    }
}
