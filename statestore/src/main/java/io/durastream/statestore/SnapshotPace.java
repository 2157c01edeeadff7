package io.durastream.statestore;

/**
 * How fast snapshots follow each other.
 *
 * @param commits a snapshot begins this many commits after the one before it began, and takes up to as many
 * @param stepBytes changes are written back in steps of at least this size
 */
record SnapshotPace(int commits, long stepBytes) {

    /** A shorter step is not worth a task of its own. */
    private static final long STEP_BYTES = 32 << 10;

    static SnapshotPace of(StateStoreOptions options) {
        return new SnapshotPace(options.commitsPerSnapshot(), STEP_BYTES);
    }
}
