package io.durastream.statestore;

import io.durastream.statestore.SnapshotFiles.Uploaded;
import io.durastream.statestore.SnapshotManifest.SstFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Carries a snapshot to the checkpoint directory, a part at a time: the files that are new, then the manifest. Owned by one
 * thread at a time.
 */
final class SnapshotUpload {

    private final Target target;
    private final Deque<Path> waiting;
    private final List<SstFile> uploaded = new ArrayList<>();
    private final long bytes;
    private long done;
    private @Nullable SstUpload current;

    /** Where it goes. */
    interface Target {

        /** Begins to copy a file. */
        SstUpload open(Path file) throws IOException;

        /** Makes a snapshot of the copies. */
        Uploaded complete(List<SstFile> uploaded) throws IOException;
    }

    /** @param files what is to be uploaded; nobody changes them as long as this goes on */
    SnapshotUpload(Target target, Collection<Path> files) throws IOException {
        this.target = target;
        this.waiting = new ArrayDeque<>(files);
        long all = 0;
        for (Path file : files) {
            all += Files.size(file);
        }
        this.bytes = all;
    }

    /**
     * Goes on, by at least one chunk.
     *
     * @param part of all bytes that shall be durable then, from 0 to 1
     * @return the snapshot, when it is done
     */
    Optional<Uploaded> advance(double part) throws IOException {
        boolean failed = true;
        try {
            boolean more = copyChunk();
            while (more && done < part * bytes) {
                more = copyChunk();
            }
            Optional<Uploaded> snapshot = more ? Optional.empty() : Optional.of(target.complete(uploaded));
            failed = false;
            return snapshot;
        } finally {
            if (failed) {
                abandon();
            }
        }
    }

    /** Returns whether there is more. */
    private boolean copyChunk() throws IOException {
        if (current == null && !waiting.isEmpty()) {
            current = target.open(waiting.remove());
        }
        if (current != null) {
            done += current.copyChunk();
            if (current.isAtEnd()) {
                uploaded.add(current.end());
                current = null;
            }
        }
        return current != null || !waiting.isEmpty();
    }

    /** Uploads nothing more. */
    void abandon() {
        waiting.clear();
        if (current != null) {
            current.abandon();
            current = null;
        }
    }
}
