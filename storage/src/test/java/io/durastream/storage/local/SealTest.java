package io.durastream.storage.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.SyncMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SealTest {

    @TempDir
    Path directory;

    @Test
    void containsWhatWasAcknowledgedAtTheLastMomentBeforeTheMarker() throws IOException {
        Path file = Files.writeString(directory.resolve("log"), "acknowledged");
        Seal seal = new Seal(file);
        DurableFiles files = new DurableFiles(directory.resolve(".tmp"), SyncMode.FLUSH) {
            @Override
            void createNew(Path marker) throws IOException {
                Files.writeString(file, ", also", StandardOpenOption.APPEND);
                super.createNew(marker);
            }
        };
        assertEquals("acknowledged, also".length(), seal.put(files));
        assertTrue(seal.isBegun());
    }
}
