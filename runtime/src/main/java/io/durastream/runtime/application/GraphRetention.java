package io.durastream.runtime.application;

import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.LogState;
import io.durastream.runtime.driver.Garbage;
import io.durastream.runtime.driver.Retention;
import io.durastream.storage.StoragePath;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Keeps what the windows of the graph can still reach, and lets every kind of file tell its own garbage. */
final class GraphRetention implements Retention {

    private final long reachMillis;
    private final long stateReachMillis;
    private final List<Garbage> kinds;

    /**
     * @param reachMillis how far before its own time a batch may need the plan of another
     * @param stateReachMillis how far before its own time it may need the state of another
     */
    GraphRetention(long reachMillis, long stateReachMillis, List<Garbage> kinds) {
        this.reachMillis = reachMillis;
        this.stateReachMillis = stateReachMillis;
        this.kinds = List.copyOf(kinds);
    }

    @Override
    public BatchTime retainFrom(BatchTime committing) {
        return new BatchTime(committing.millis() - reachMillis);
    }

    @Override
    public BatchTime retainStateFrom(BatchTime committing) {
        return new BatchTime(committing.millis() - stateReachMillis);
    }

    @Override
    public void committed(LogState state) {
        kinds.forEach(kind -> kind.committed(state));
    }

    @Override
    public Collection<StoragePath> find(LogState state) throws IOException {
        Set<StoragePath> all = new LinkedHashSet<>();
        for (Garbage kind : kinds) {
            all.addAll(kind.find(state));
        }
        return all;
    }
}
