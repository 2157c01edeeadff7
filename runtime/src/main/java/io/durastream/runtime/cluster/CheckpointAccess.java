package io.durastream.runtime.cluster;

import io.durastream.storage.Clock;
import io.durastream.storage.Epoch;
import io.durastream.storage.Storage;
import io.durastream.storage.Storages;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;

/**
 * The way to a checkpoint directory, for tasks: travels with them, and opens the storage once in each JVM.
 *
 * @param uri the checkpoint directory
 * @param hadoop the Hadoop configuration for it
 * @param epoch the number of the driver's epoch: what belongs to an earlier one is closed when a later one is opened
 */
public record CheckpointAccess(String uri, HadoopSettings hadoop, long epoch) implements Serializable {

    public static CheckpointAccess of(String uri, Configuration hadoop, Epoch epoch) {
        return new CheckpointAccess(uri, HadoopSettings.of(hadoop), epoch.number());
    }

    /** The storage, opened at the first call in this JVM and shared from then on. Not the caller's to close. */
    public Storage storage() {
        return JvmResources.get(this, Storage.class, () -> open());
    }

    public Configuration hadoopConfiguration() {
        return hadoop.configuration();
    }

    private Storage open() {
        try {
            return Storages.open(uri, hadoopConfiguration(), Clock.system());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot open the checkpoint directory " + uri, e);
        }
    }
}
