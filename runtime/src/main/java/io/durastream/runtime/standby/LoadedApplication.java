package io.durastream.runtime.standby;

import io.durastream.checkpoint.BatchRecord.ApplicationStarted;
import io.durastream.checkpoint.GraphFiles;
import io.durastream.checkpoint.LogState;
import io.durastream.runtime.recovery.SavedApplication;
import io.durastream.storage.Storage;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * The application that a standby has loaded, and whether it is still the one that a recovery would load. A recovery takes
 * graph and configuration from the checkpoint; so when the checkpoint has another application than at the time of loading,
 * the standby has to load anew. One thread.
 */
public final class LoadedApplication {

    /** In place of a digest, where there is no application. */
    public static final String NONE = "";

    private final GraphFiles graphs;
    private final SavedApplication own;

    /** Digests of what it was loaded from, and of what was found to be alike. */
    private final Set<String> alike = new HashSet<>();

    /**
     * An application, as loaded.
     *
     * @param storage of the checkpoint directory
     * @param own as this process would save it
     * @param basis the digest of the application that the checkpoint had when this one was loaded, or {@link #NONE}
     */
    public LoadedApplication(Storage storage, SavedApplication own, String basis) {
        this.graphs = new GraphFiles(storage);
        this.own = own;
        this.alike.add(basis);
    }

    /**
     * Fails when the application is stale.
     *
     * @throws IOException when the checkpoint's application cannot be read
     */
    void requireFresh(LogState head) throws IOException, StaleException {
        String digest = head.application().map(ApplicationStarted::graph).orElse(NONE);
        if (digest.equals(NONE) || alike.contains(digest)) {
            return;
        }
        if (!own.isLike(SavedApplication.decode(graphs.get(digest)))) {
            throw new StaleException(
                    "the application in the checkpoint directory is another one than when this standby has loaded it, graph/"
                            + digest);
        }
        alike.add(digest);
    }
}
