package io.durastream.storage.local;

import io.durastream.storage.Clock;
import io.durastream.storage.Storage;
import io.durastream.storage.StorageContract;
import io.durastream.storage.StorageOptions;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class LocalStorageContractTest extends StorageContract {

    @TempDir
    Path directory;

    @Override
    protected Storage openStorage() throws IOException {
        return LocalStorage.open(directory.resolve("not/yet/there"), Clock.system(), StorageOptions.defaults());
    }
}
