package io.durastream.chaos.stage;

import io.durastream.checkpoint.BatchLog;
import io.durastream.checkpoint.LogState;
import io.durastream.storage.Clock;
import io.durastream.storage.Storage;
import io.durastream.storage.Storages;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Reads a batch log that others write, and that faults may have damaged. */
record LogReading(String checkpointUri) {

    Optional<LogState> read() {
        try (Storage storage = Storages.openReadOnly(checkpointUri, Map.of(), Clock.system())) {
            LogState state = BatchLog.read(storage).state();
            return state.epoch().isPresent() ? Optional.of(state) : Optional.empty();
        } catch (IOException e) {
            // Nobody can read it now; whoever has to is judged by what it does then.
            return Optional.empty();
        }
    }
}
