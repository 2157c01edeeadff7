package io.durastream.storage;

/** What "durable" means to an adapter: which crash acknowledged bytes survive. */
public enum SyncMode {
    /**
     * The crash of any process. HDFS: {@code hflush}, the bytes are in the memory of every DataNode of the pipeline.
     * Local disk: they are in the operating system's cache.
     */
    FLUSH,
    /** Also the loss of power on all machines at once: the bytes are on the disks. */
    SYNC
}
