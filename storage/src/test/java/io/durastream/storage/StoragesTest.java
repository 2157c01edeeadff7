package io.durastream.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    void changesNothingThroughAReadOnlyStorage() throws IOException {
        StoragePath file = StoragePath.of("a/b");
        StoragePath other = StoragePath.of("a/c");
        Path leftByACrash = Files.createDirectories(directory.resolve(".tmp")).resolve("put-1");
        Files.write(leftByACrash, new byte[1]);
        Files.setLastModifiedTime(leftByACrash, FileTime.fromMillis(0));
        Files.createDirectories(directory.resolve("a"));
        Files.writeString(directory.resolve("a/b"), "content");
        try (Storage storage = Storages.openReadOnly(directory.toString(), hadoop, Clock.system())) {
            assertEquals("content", new String(storage.read(file), UTF_8));
            assertEquals(List.of(new FileInfo(file, 7)), storage.list(StoragePath.of("a")));
            assertThrows(UnsupportedOperationException.class, () -> storage.putIfAbsent(other, new byte[1]));
            assertThrows(UnsupportedOperationException.class, () -> storage.create(other));
            assertThrows(UnsupportedOperationException.class, () -> storage.seal(file));
            assertThrows(UnsupportedOperationException.class, () -> storage.delete(file));
        }
        try (Stream<Path> files = Files.walk(directory).filter(Files::isRegularFile)) {
            assertEquals(Set.of(leftByACrash, directory.resolve("a/b")), files.collect(Collectors.toSet()));
        }
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
