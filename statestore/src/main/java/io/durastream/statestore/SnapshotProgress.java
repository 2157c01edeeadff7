package io.durastream.statestore;

import io.durastream.statestore.SnapshotFiles.Uploaded;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot on its way: first the RocksDB is brought up to date, then its files are uploaded, both in steps that are spread
 * over the commits of an interval, so that no batch has much of it beside it. Thread-safe.
 */
final class SnapshotProgress {

    /** Of an interval; the rest is for the upload, which is less work, but waits for the disk that commits wait for too. */
    private static final double WRITE_BACK_PART = 0.8;

    private final StateRef content;
    private final int commits;
    private final WriteBack writeBack;
    private boolean written;
    private @Nullable SnapshotUpload upload;
    /** How much of the interval was over when the upload began. */
    private double uploadFrom;

    private boolean abandoned;

    /** Begins the upload of what is in the RocksDB now. */
    interface Upload {
        SnapshotUpload begin() throws IOException;
    }

    /**
     * @param content what the snapshot begins with
     * @param commits those since the earlier snapshot
     * @param writeBack brings the RocksDB to this content and beyond
     */
    SnapshotProgress(StateRef content, int commits, WriteBack writeBack) {
        this.content = content;
        this.commits = commits;
        this.writeBack = writeBack;
    }

    StateRef content() {
        return content;
    }

    int commits() {
        return commits;
    }

    /**
     * Brings the RocksDB up to date by a step.
     *
     * @param due how much of the interval is over, from 0 to 1, and thus how much should be done
     * @param stepBytes how much is written back even if that is more
     * @return whether it is the turn of the upload
     */
    synchronized boolean writeBack(double due, long stepBytes) {
        if (abandoned) {
            return false;
        }
        if (written) {
            return true;
        }
        written = writeBack.advance(due / WRITE_BACK_PART, stepBytes);
        boolean isLastPart = due >= WRITE_BACK_PART && due < 1;
        return written && !isLastPart;
    }

    /**
     * Uploads by a step.
     *
     * @param due as for {@link #writeBack}
     * @return the snapshot, when it is done
     */
    synchronized Optional<Uploaded> upload(double due, Upload beginning) throws IOException {
        if (abandoned) {
            return Optional.empty();
        }
        if (upload == null) {
            upload = beginning.begin();
            uploadFrom = due;
        }
        return upload.advance(due < 1 ? (due - uploadFrom) / (1 - uploadFrom) : 1);
    }

    /** Uploads nothing more. */
    synchronized void abandon() {
        abandoned = true;
        if (upload != null) {
            upload.abandon();
        }
    }
}
