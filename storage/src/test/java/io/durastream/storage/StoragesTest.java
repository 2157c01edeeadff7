package io.durastream.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoragesTest {

    private final Configuration hadoop = new Configuration(false);

    @TempDir
    Path directory;

    @Test
    void opensLocalDiskByUriAndByPath() throws IOException {
        for (String uri : new String[] {directory.toUri().toString(), "file:" + directory, directory.toString()}) {
            try (Storage storage = Storages.open(uri + "/with space", hadoop, Clock.system())) {
                storage.putIfAbsent(StoragePath.of("a/b"), "content".getBytes(UTF_8));
                assertTrue(storage.location().startsWith("file:///"), storage.location());
            }
        }
        assertEquals("content", Files.readString(directory.resolve("with space/a/b")));
    }

    @Test
    void refusesOtherFileSystemsByName() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> Storages.open("s3a://bucket/dir", hadoop, Clock.system()));
        assertTrue(refused.toString().contains("s3a"), refused.toString());
        assertTrue(refused.toString().contains("hdfs://"), refused.toString());
    }

    @Test
    void aPathWithoutSchemeIsOnTheDefaultFileSystem() {
        hadoop.set("fs.defaultFS", "gs://bucket");
        assertThrows(IllegalArgumentException.class, () -> Storages.open("/dir", hadoop, Clock.system()));
    }
}
