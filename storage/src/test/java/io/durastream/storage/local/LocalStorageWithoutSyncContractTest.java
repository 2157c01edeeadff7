package io.durastream.storage.local;

import io.durastream.storage.Clock;
import io.durastream.storage.Storage;
import io.durastream.storage.StorageContract;
import io.durastream.storage.StorageOptions;
import io.durastream.storage.SyncMode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

/** Without the disk in between, races meet in narrow windows. */
final class LocalStorageWithoutSyncContractTest extends StorageContract {

    private static final StorageOptions OPTIONS =
            new StorageOptions(SyncMode.FLUSH, SyncMode.FLUSH, Duration.ofMinutes(1));

    @TempDir
    Path directory;

    @Override
    protected Storage openStorage() throws IOException {
        return LocalStorage.open(directory.resolve("not/yet/there"), Clock.system(), OPTIONS);
    }

    @Override
    protected int rounds() {
        return 50;
    }
}
