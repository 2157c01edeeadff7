package io.durastream.bench.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BatchReaderTest {

    @TempDir
    Path directory;

    @Test
    void readsBatchesWhoseStartAndCommitAreKnownInWhateverOrder() throws Exception {
        Path path = directory.resolve("batches");
        BatchReader reader = new BatchReader(path);
        assertEquals(List.of(), reader.batches());
        BatchWriter writer = new BatchWriter(path);
        writer.started(100, 110);
        writer.committed(200, 260);
        assertEquals(List.of(), reader.batches());
        writer.committed(100, 150);
        assertEquals(List.of(new Batch(100, 110, 150)), reader.batches());
        writer.started(200, 210);
        assertEquals(List.of(new Batch(100, 110, 150), new Batch(200, 210, 260)), reader.batches());
    }

    @Test
    void waitsForTheRestOfALine() throws Exception {
        Path path = Files.writeString(directory.resolve("batches"), "1 2 3\n4 5");
        BatchReader reader = new BatchReader(path);
        assertEquals(List.of(new Batch(1, 2, 3)), reader.batches());
        Files.writeString(path, "5 66\n", StandardOpenOption.APPEND);
        assertEquals(List.of(new Batch(1, 2, 3), new Batch(4, 55, 66)), reader.batches());
    }
}
