package io.durastream.wal;

import io.durastream.storage.Clock;
import io.durastream.storage.Storage;
import io.durastream.storage.Storages;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.io.TempDir;

final class LocalSegmentedLogIT extends SegmentedLogContract {

    @TempDir
    Path directory;

    @Override
    Storage openStorage() throws IOException {
        return Storages.open(directory.toUri().toString(), new Configuration(), Clock.system());
    }
}
