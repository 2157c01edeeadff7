package io.durastream.storage;

import java.time.Duration;

/**
 * How storages are opened.
 *
 * @param local what is durable on local disk; {@link SyncMode#SYNC} by default
 * @param hdfs what is durable on HDFS; {@link SyncMode#FLUSH} by default, as there are several DataNodes
 * @param sealTimeout how long HDFS may take to recover the lease of one file; one minute by default
 */
public record StorageOptions(SyncMode local, SyncMode hdfs, Duration sealTimeout) {

    /** {@return what is said of each option} */
    public static StorageOptions defaults() {
        return new StorageOptions(SyncMode.SYNC, SyncMode.FLUSH, Duration.ofMinutes(1));
    }
}
