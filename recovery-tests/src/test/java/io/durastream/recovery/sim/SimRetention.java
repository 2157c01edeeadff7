package io.durastream.recovery.sim;

import io.durastream.checkpoint.BatchState;
import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.LogState;
import io.durastream.checkpoint.StateEntry;
import io.durastream.runtime.driver.Retention;
import io.durastream.runtime.receiver.ReceivedBlocks;
import io.durastream.storage.FileInfo;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keeps what a window of two batches needs: received data through the real code, versions of the state by its own. */
record SimRetention(Storage storage, List<ReceivedBlocks> inputs) implements Retention {

    private static final StoragePath STATE = StoragePath.of("state");

    @Override
    public BatchTime retainFrom(BatchTime committing) {
        return new BatchTime(committing.millis() - 2 * History.BATCH_MILLIS);
    }

    @Override
    public BatchTime retainStateFrom(BatchTime committing) {
        return new BatchTime(committing.millis() - History.BATCH_MILLIS);
    }

    @Override
    public Collection<StoragePath> find(LogState state) throws IOException {
        Set<StoragePath> garbage = new LinkedHashSet<>();
        if (!state.batches().isEmpty()) {
            for (ReceivedBlocks input : inputs) {
                garbage.addAll(input.garbage(state.batches().firstKey()));
            }
        }
        if (state.lastCommitted().isPresent()) {
            garbage.addAll(oldState(state, state.lastCommitted().get()));
        }
        return garbage;
    }

    /** Versions that lost, or are superseded; a version of a batch that is not committed may still win. */
    private Set<StoragePath> oldState(LogState state, BatchTime lastCommitted) throws IOException {
        Set<StoragePath> used = new HashSet<>();
        for (Map<Integer, StateEntry> latest : state.state().values()) {
            latest.values().forEach(entry -> used.add(Witness.stateFile(entry)));
        }
        for (BatchState batch : state.batches().values()) {
            batch.state().forEach(entry -> used.add(Witness.stateFile(entry)));
        }
        Set<StoragePath> old = new LinkedHashSet<>();
        for (FileInfo file : storage.list(STATE)) {
            String name = file.path().name();
            long time = Long.parseLong(name.substring(0, name.indexOf('-')));
            if (time <= lastCommitted.millis() && !used.contains(file.path())) {
                old.add(file.path());
            }
        }
        return old;
    }
}
