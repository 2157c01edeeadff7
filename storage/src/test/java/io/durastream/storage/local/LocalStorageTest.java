package io.durastream.storage.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.AppendFile;
import io.durastream.storage.Clock;
import io.durastream.storage.DamagedFileException;
import io.durastream.storage.FileInfo;
import io.durastream.storage.ReadFile;
import io.durastream.storage.SealedException;
import io.durastream.storage.Storage;
import io.durastream.storage.StorageOptions;
import io.durastream.storage.StoragePath;
import io.durastream.storage.SyncMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is particular to local disk. */
final class LocalStorageTest {

    private static final StoragePath LOG = StoragePath.of("log/1");

    @TempDir
    Path directory;

    private Storage storage;

    @BeforeEach
    void open() throws IOException {
        storage = LocalStorage.open(directory, Clock.system(), StorageOptions.defaults());
    }

    @AfterEach
    void close() throws IOException {
        storage.close();
    }

    @Test
    void leavesNothingBesideItsFiles() throws IOException {
        storage.putIfAbsent(LOG, bytes("content"));
        storage.putIfAbsent(LOG, bytes("again"));
        storage.create(StoragePath.of("log/2")).close();
        assertEquals(List.of("log/1", "log/2"), filesOnDisk());
        storage.seal(LOG);
        assertEquals(List.of("log/.1.length", "log/.1.sealed", "log/1", "log/2"), filesOnDisk());
        storage.delete(LOG);
        assertEquals(List.of("log/2"), filesOnDisk());
    }

    @Test
    void cutsWhatALateWriterStillWrites() throws IOException {
        AppendFile file = storage.create(LOG);
        write(file, "flushed");
        file.flush();
        try (ReadFile openedBefore = storage.open(LOG)) {
            storage.seal(LOG);
            write(file, "late");
            assertEquals(11, Files.size(directory.resolve("log/1")), "the bytes are on the disk");
            assertThrows(SealedException.class, file::flush);
            file.abandon();

            assertArrayEquals(bytes("flushed"), storage.read(LOG));
            assertEquals(7, openedBefore.length());
            assertEquals(-1, openedBefore.read(7, ByteBuffer.allocate(4)));
            assertEquals(List.of(new FileInfo(LOG, 7)), storage.list(StoragePath.of("log")));
            assertEquals(7, storage.seal(LOG));
        }
    }

    @Test
    void aSealerThatDiedHalfWayHasFencedTheWriterAndTheNextOneFinishes() throws IOException {
        AppendFile file = storage.create(LOG);
        write(file, "flushed");
        file.flush();
        Files.createFile(directory.resolve("log/.1.sealed"));
        write(file, "late");
        assertThrows(SealedException.class, file::flush);
        file.abandon();
        assertEquals(11, storage.seal(LOG), "by chance");
        assertEquals(11, storage.seal(LOG));
    }

    @Test
    void aDeletedFileFencesItsWriterThoughTheSealIsGone() throws IOException {
        AppendFile file = storage.create(LOG);
        storage.seal(LOG);
        storage.delete(LOG);
        write(file, "late");
        assertThrows(SealedException.class, file::flush);
        storage.putIfAbsent(LOG, bytes("another"));
        assertThrows(SealedException.class, file::flush);
        file.abandon();
        assertArrayEquals(bytes("another"), storage.read(LOG));
    }

    @Test
    void aNameWithASealIsTaken() throws IOException {
        Files.createDirectories(directory.resolve("log"));
        Files.createFile(directory.resolve("log/.1.sealed"));
        assertThrows(FileAlreadyExistsException.class, () -> storage.create(LOG));
        assertFalse(storage.delete(LOG));
        storage.create(LOG).close();
    }

    @Test
    void aDamagedLengthIsDamage() throws IOException {
        storage.putIfAbsent(LOG, bytes("content"));
        storage.seal(LOG);
        Path length = directory.resolve("log/.1.length");
        byte[] content = Files.readAllBytes(length);
        content[content.length - 1]++;
        Files.write(length, content);
        assertThrows(DamagedFileException.class, () -> storage.read(LOG));
        assertThrows(DamagedFileException.class, () -> storage.seal(LOG));
        Files.write(length, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
        assertThrows(DamagedFileException.class, () -> storage.list(StoragePath.of("log")));
    }

    @Test
    void removesOldLeftoversAtOpen() throws IOException {
        storage.putIfAbsent(LOG, bytes("content"));
        storage.seal(LOG);
        for (String leftover : List.of(".tmp/put-old", ".tmp/put-new", "log/.gone.sealed", "log/.gone.length")) {
            Files.writeString(directory.resolve(leftover), "leftover");
        }
        FileTime old = FileTime.fromMillis(Clock.system().wallMillis() - 3_700_000);
        for (String name : List.of(".tmp/put-old", "log/.gone.sealed", "log/.gone.length", "log/.1.sealed", "log/1")) {
            Files.setLastModifiedTime(directory.resolve(name), old);
        }
        open();
        assertEquals(List.of(".tmp/put-new", "log/.1.length", "log/.1.sealed", "log/1"), filesOnDisk());
    }

    @Test
    void ignoresFilesOfOthers() throws IOException {
        storage.putIfAbsent(LOG, bytes("content"));
        Files.writeString(directory.resolve("log/.nfs001"), "x");
        Files.writeString(directory.resolve("log/with space"), "x");
        assertEquals(List.of(new FileInfo(LOG, 7)), storage.list(StoragePath.of("log")));
    }

    @Test
    void anInterruptHarmsNeitherReadersNorWriters() throws IOException {
        try (AppendFile file = storage.create(LOG);
                ReadFile reader = storage.open(LOG)) {
            Thread.currentThread().interrupt();
            write(file, "content");
            file.flush();
            assertEquals(7, reader.read(0, ByteBuffer.allocate(100)));
            assertTrue(Thread.interrupted());
            write(file, "more");
            file.flush();
            assertEquals(4, reader.read(7, ByteBuffer.allocate(100)));
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void everythingWorksWithoutSync() throws IOException {
        StorageOptions defaults = StorageOptions.defaults();
        StorageOptions flush = new StorageOptions(SyncMode.FLUSH, defaults.hdfs(), defaults.sealTimeout());
        try (Storage fast = LocalStorage.open(directory, Clock.system(), flush)) {
            try (AppendFile file = fast.create(LOG)) {
                write(file, "content");
            }
            assertEquals(7, fast.seal(LOG));
            assertArrayEquals(bytes("content"), storage.read(LOG));
        }
    }

    private List<String> filesOnDisk() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private static void write(AppendFile file, String text) throws IOException {
        file.append(ByteBuffer.wrap(bytes(text)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
