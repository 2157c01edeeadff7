package io.durastream.statestore;

/**
 * How much a {@link StateStore} may use, and how often it makes snapshots.
 *
 * @param memoryBytes memory for all partitions together: three quarters for rows on the heap, one quarter outside of it for
 *     RocksDB's cache. What a batch changes comes on top until the next one begins, and while a partition is
 *     restored its changelog does, up to a sixteenth of the part for rows and 64 MiB. Default: three tenths of the JVM's
 *     largest heap, at least 64 MiB.
 * @param commitsPerSnapshot a partition's snapshot begins in the background this many commits after the one before it
 *     began, and is done after as many more; so a restore replays at most about twice as many. Default 50.
 * @param changelogSegmentBytes the size at which a changelog file is ended. Default 64 MiB.
 * @param changelogRecordBytes changes above this size are written in several records, each with a flush of its own.
 *     Default 16 MiB.
 */
public record StateStoreOptions(
        long memoryBytes, int commitsPerSnapshot, long changelogSegmentBytes, int changelogRecordBytes) {

    private static final int NATIVE_SHARE = 4;
    private static final int REPLAY_PART = 16;
    private static final long MOST_REPLAYED = 64L << 20;
    private static final long LEAST_DEFAULT = 64L << 20;

    public StateStoreOptions {
        if (memoryBytes < 1 << 20 || commitsPerSnapshot < 1 || changelogSegmentBytes < 1 || changelogRecordBytes < 1) {
            throw new IllegalArgumentException("memoryBytes is at least 1 MiB and the others are at least 1, got "
                    + memoryBytes + ", " + commitsPerSnapshot + ", " + changelogSegmentBytes + ", "
                    + changelogRecordBytes);
        }
    }

    /** {@return the part of the memory that RocksDB may take} */
    long nativeBytes() {
        return memoryBytes / NATIVE_SHARE;
    }

    /** {@return the part of the memory that rows on the heap may take} */
    long heapBytes() {
        return memoryBytes - nativeBytes();
    }

    /** {@return the memory that the restore of a partition may take for its changelog, beside the others} */
    long replayBytes() {
        return Math.min(MOST_REPLAYED, heapBytes() / REPLAY_PART);
    }

    /** Refuses to take nearly all of a heap, or more than there is: batches need room too. */
    void checkFits(long largestHeap) {
        if (heapBytes() > largestHeap / 10 * 8) {
            throw new IllegalArgumentException("State may take " + heapBytes() + " bytes of heap, three quarters of its"
                    + " memory of " + memoryBytes + " bytes (durastream.state.memory), but the JVM's heap has "
                    + largestHeap
                    + " at most, of which it may take eight tenths. Give state less, or the JVM more (-Xmx,"
                    + " spark.executor.memory, spark.driver.memory)");
        }
    }

    /** {@return the defaults, as said of each option} */
    public static StateStoreOptions defaults() {
        long memoryBytes = Math.max(LEAST_DEFAULT, Runtime.getRuntime().maxMemory() / 10 * 3);
        return new StateStoreOptions(memoryBytes, 50, 64L << 20, 16 << 20);
    }

    /** {@return these options with another memory budget} */
    public StateStoreOptions withMemoryBytes(long bytes) {
        return new StateStoreOptions(bytes, commitsPerSnapshot, changelogSegmentBytes, changelogRecordBytes);
    }

    /** {@return these options with another number of commits a snapshot} */
    public StateStoreOptions withCommitsPerSnapshot(int commits) {
        return new StateStoreOptions(memoryBytes, commits, changelogSegmentBytes, changelogRecordBytes);
    }

    /** {@return these options with another length of changelog files} */
    public StateStoreOptions withChangelogSegmentBytes(long bytes) {
        return new StateStoreOptions(memoryBytes, commitsPerSnapshot, bytes, changelogRecordBytes);
    }

    /** {@return these options with another size of changelog records} */
    public StateStoreOptions withChangelogRecordBytes(int bytes) {
        return new StateStoreOptions(memoryBytes, commitsPerSnapshot, changelogSegmentBytes, bytes);
    }
}
