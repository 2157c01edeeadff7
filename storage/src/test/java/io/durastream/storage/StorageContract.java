package io.durastream.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.Storage.PutResult;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The executable form of the port's Javadoc: every adapter passes it. */
public abstract class StorageContract {

    private static final int RACERS = 8;

    /** One process. */
    private Storage storage;
    /** Another process on the same tree. */
    private Storage other;

    private final ExecutorService threads = Executors.newFixedThreadPool(RACERS);

    /** A storage of its own, as of a process of its own, on the one tree of this test. */
    protected abstract Storage openStorage() throws Exception;

    /** How often a race is run. An adapter that is fast enough for many shows faults with a narrow window. */
    protected int rounds() {
        return 3;
    }

    @BeforeEach
    void openBoth() throws Exception {
        storage = openStorage();
        other = openStorage();
    }

    @AfterEach
    void closeBoth() throws IOException {
        threads.shutdownNow();
        storage.close();
        other.close();
    }

    @Test
    void putsAFileThatEverybodySees() throws IOException {
        assertEquals(PutResult.CREATED, storage.putIfAbsent(path("a/b/c"), bytes("content")));
        assertArrayEquals(bytes("content"), other.read(path("a/b/c")));
    }

    @Test
    void putsAnEmptyFile() throws IOException {
        assertEquals(PutResult.CREATED, storage.putIfAbsent(path("a/empty"), new byte[0]));
        assertArrayEquals(new byte[0], other.read(path("a/empty")));
        assertEquals(PutResult.EXISTS, other.putIfAbsent(path("a/empty"), bytes("more")));
    }

    @Test
    void doesNotReplaceAFile() throws IOException {
        storage.putIfAbsent(path("a/b"), bytes("first"));
        assertEquals(PutResult.EXISTS, other.putIfAbsent(path("a/b"), bytes("second")));
        assertEquals(PutResult.EXISTS, storage.putIfAbsent(path("a/b"), bytes("first")));
        assertArrayEquals(bytes("first"), storage.read(path("a/b")));
    }

    @Test
    void doesNotPutOverAnAppendFile() throws IOException {
        try (AppendFile file = storage.create(path("a/b"))) {
            write(file, "first");
            file.flush();
            assertEquals(PutResult.EXISTS, other.putIfAbsent(path("a/b"), bytes("second")));
        }
        assertArrayEquals(bytes("first"), other.read(path("a/b")));
    }

    @Test
    void lookingForThingsThatAreNotThere() throws IOException {
        assertThrows(FileNotFoundException.class, () -> storage.read(path("no/file")));
        assertThrows(FileNotFoundException.class, () -> storage.open(path("no/file")));
        assertThrows(FileNotFoundException.class, () -> storage.seal(path("no/file")));
        assertFalse(storage.delete(path("no/file")));
        assertEquals(List.of(), storage.list(path("no")));
    }

    @Test
    void refusesToTakeADirectoryForAFile() throws IOException {
        storage.putIfAbsent(path("a/b/c"), bytes("content"));
        assertThrows(IOException.class, () -> storage.putIfAbsent(path("a/b"), bytes("content")));
        assertThrows(IOException.class, () -> storage.create(path("a/b")));
        assertThrows(FileNotFoundException.class, () -> storage.read(path("a/b")));
        assertThrows(FileNotFoundException.class, () -> storage.open(path("a/b")));
        assertThrows(FileNotFoundException.class, () -> storage.seal(path("a/b")));
        assertFalse(storage.delete(path("a/b")));
        assertArrayEquals(bytes("content"), storage.read(path("a/b/c")));
    }

    @Test
    void refusesToTakeAFileForADirectory() throws IOException {
        storage.putIfAbsent(path("a/b"), bytes("content"));
        assertThrows(IOException.class, () -> storage.putIfAbsent(path("a/b/c"), bytes("content")));
        assertThrows(IOException.class, () -> storage.create(path("a/b/c")));
        assertEquals(List.of(), storage.list(path("a/b")));
        assertArrayEquals(bytes("content"), storage.read(path("a/b")));
    }

    @Test
    void listsInOrderOfPathsAtAnyDepth() throws IOException {
        List<String> names =
                List.of("dir-a/x", "dir/10", "dir/9", "dir/sub-x/1", "dir/sub/1", "dir/sub/deep/er", "dir2/x");
        for (String name : names) {
            storage.putIfAbsent(path(name), bytes(name));
        }
        List<FileInfo> expected = names.stream()
                .filter(name -> name.startsWith("dir/"))
                .map(name -> new FileInfo(path(name), name.length()))
                .toList();
        assertEquals(expected, other.list(path("dir")));
        assertEquals(List.of(new FileInfo(path("dir/sub-x/1"), 11)), other.list(path("dir/sub-x")));
    }

    @Test
    void deletesWhatNobodySeesAnyMore() throws IOException {
        storage.putIfAbsent(path("a/b"), bytes("content"));
        storage.putIfAbsent(path("a/c"), bytes("content"));
        assertTrue(other.delete(path("a/b")));
        assertFalse(storage.delete(path("a/b")));
        assertThrows(FileNotFoundException.class, () -> storage.read(path("a/b")));
        assertEquals(List.of(new FileInfo(path("a/c"), 7)), storage.list(path("a")));
    }

    @Test
    void listsNothingWhereAllFilesWereDeleted() throws IOException {
        storage.putIfAbsent(path("a/b/c"), bytes("content"));
        storage.delete(path("a/b/c"));
        assertEquals(List.of(), other.list(path("a")));
        assertEquals(PutResult.CREATED, other.putIfAbsent(path("a/b/c"), bytes("again")));
    }

    @Test
    void flushedBytesAreSeenByOthersWhileTheFileIsWritten() throws IOException {
        try (AppendFile file = storage.create(path("log/1"))) {
            for (int i = 1; i <= 5; i++) {
                write(file, "record");
                assertEquals(6L * i, file.position());
                file.flush();
                assertTrue(visible("log/1").startsWith("record".repeat(i)), "after flush " + i);
            }
        }
        assertEquals("record".repeat(5), visible("log/1"));
        assertEquals(List.of(new FileInfo(path("log/1"), 30)), other.list(path("log")));
    }

    @Test
    void aFileExistsFromItsCreation() throws IOException {
        try (AppendFile file = storage.create(path("log/1"))) {
            assertEquals(0, file.position());
            assertEquals(List.of(new FileInfo(path("log/1"), 0)), other.list(path("log")));
            assertEquals("", visible("log/1"));
        }
        assertEquals(0, other.seal(path("log/1")));
    }

    @Test
    void appendTakesTheRemainingBytesOfTheBuffer() throws IOException {
        ByteBuffer direct =
                ByteBuffer.allocateDirect(8).put(bytes("xxabcdxx")).position(2).limit(6);
        try (AppendFile file = storage.create(path("log/1"))) {
            file.append(direct);
            file.append(ByteBuffer.wrap(bytes("__efgh__"), 2, 4).slice());
            file.append(ByteBuffer.wrap(bytes("__ijkl__"), 2, 4).asReadOnlyBuffer());
            assertEquals(12, file.position());
        }
        assertFalse(direct.hasRemaining());
        assertEquals("abcdefghijkl", visible("log/1"));
    }

    @Test
    void writesALargeFile() throws IOException {
        byte[] chunk = new byte[1 << 20];
        Arrays.fill(chunk, (byte) 'x');
        try (AppendFile file = storage.create(path("log/1"))) {
            for (int i = 0; i < 5; i++) {
                file.append(ByteBuffer.wrap(chunk));
            }
            file.flush();
            assertEquals(5 << 20, visible("log/1").length());
        }
        assertEquals(5 << 20, other.read(path("log/1")).length);
    }

    @Test
    void createRefusesANameThatIsTaken() throws IOException {
        storage.putIfAbsent(path("log/put"), bytes("content"));
        storage.create(path("log/closed")).close();
        AppendFile open = storage.create(path("log/open"));
        AppendFile sealed = storage.create(path("log/sealed"));
        storage.seal(path("log/sealed"));
        for (String name : List.of("put", "closed", "open", "sealed")) {
            assertThrows(
                    FileAlreadyExistsException.class,
                    () -> other.create(path("log").resolve(name)),
                    name);
        }
        open.close();
        sealed.abandon();
        assertArrayEquals(bytes("content"), other.read(path("log/put")));
    }

    @Test
    void closeFlushesAndIsIdempotent() throws IOException {
        AppendFile file = storage.create(path("log/1"));
        write(file, "tail");
        file.close();
        file.close();
        file.abandon();
        assertEquals("tail", visible("log/1"));
    }

    @Test
    void sealKeepsWhatWasFlushedAndEndsTheWriter() throws IOException {
        AppendFile file = storage.create(path("log/1"));
        write(file, "flushed");
        file.flush();
        assertEquals(7, other.seal(path("log/1")));
        assertThrows(SealedException.class, () -> {
            write(file, "late");
            file.flush();
        });
        file.abandon();
        assertEquals("flushed", visible("log/1"));
        assertEquals("flushed", new String(other.read(path("log/1")), UTF_8));
        assertEquals(List.of(new FileInfo(path("log/1"), 7)), other.list(path("log")));
    }

    @Test
    void sealDecidesTheFateOfBytesThatWereNotFlushed() throws IOException {
        AppendFile file = storage.create(path("log/1"));
        write(file, "flushed");
        file.flush();
        write(file, "pending");
        long length = other.seal(path("log/1"));
        assertTrue(length >= 7 && length <= 14, "sealed at " + length);
        assertThrows(SealedException.class, file::flush);
        file.abandon();
        assertEquals("flushedpending".substring(0, (int) length), visible("log/1"));
        assertEquals(length, storage.seal(path("log/1")));
    }

    @Test
    void closeOfASealedFileIsNotAcknowledged() throws IOException {
        AppendFile file = storage.create(path("log/1"));
        write(file, "flushed");
        file.flush();
        write(file, "pending");
        long length = other.seal(path("log/1"));
        assertThrows(SealedException.class, file::close);
        file.close();
        assertEquals(length, other.seal(path("log/1")));
    }

    @Test
    void sealIsIdempotentAndHarmlessOnClosedFiles() throws IOException {
        try (AppendFile file = storage.create(path("log/1"))) {
            write(file, "content");
        }
        assertEquals(7, storage.seal(path("log/1")));
        assertEquals(7, other.seal(path("log/1")));
        storage.putIfAbsent(path("log/2"), bytes("put"));
        assertEquals(3, other.seal(path("log/2")));
        assertEquals(
                List.of(new FileInfo(path("log/1"), 7), new FileInfo(path("log/2"), 3)), storage.list(path("log")));
    }

    @Test
    void aSealedFileIsDeletedWithEverythingBesideIt() throws IOException {
        AppendFile file = storage.create(path("log/1"));
        write(file, "content");
        file.flush();
        storage.seal(path("log/1"));
        assertTrue(storage.delete(path("log/1")));
        assertThrows(IOException.class, () -> {
            write(file, "late");
            file.flush();
        });
        file.abandon();
        assertEquals(List.of(), storage.list(path("log")));
        assertEquals(PutResult.CREATED, storage.putIfAbsent(path("log/1"), bytes("new life")));
        assertArrayEquals(bytes("new life"), storage.read(path("log/1")));
        assertEquals(8, storage.seal(path("log/1")));
    }

    @Test
    void anAbandonedFileKeepsWhatWasFlushed() throws IOException {
        AppendFile file = storage.create(path("log/1"));
        write(file, "flushed");
        file.flush();
        file.abandon();
        file.abandon();
        assertEquals(7, other.seal(path("log/1")));
        assertEquals("flushed", visible("log/1"));
    }

    @Test
    void readsAtPositions() throws IOException {
        storage.putIfAbsent(path("a/b"), bytes("0123456789"));
        try (ReadFile file = other.open(path("a/b"))) {
            assertEquals(10, file.length());
            assertEquals("3456", readAt(file, 3, 4));
            assertEquals("012", readAt(file, 0, 3));
            assertEquals("89", readAt(file, 8, 100));
            assertEquals(-1, file.read(10, ByteBuffer.allocate(1)));
            assertEquals(-1, file.read(11, ByteBuffer.allocate(1)));
            assertEquals(0, file.read(3, ByteBuffer.allocate(0)));
            assertThrows(IllegalArgumentException.class, () -> file.read(-1, ByteBuffer.allocate(1)));
            ByteBuffer direct = ByteBuffer.allocateDirect(3);
            assertEquals(3, file.read(5, direct));
            assertEquals('5', direct.get(0));
        }
    }

    @Test
    void oneOfManyConcurrentPutsWins() throws Exception {
        for (int round = 0; round < rounds(); round++) {
            StoragePath contested = path("race/" + round);
            List<PutResult> results = race(racer -> {
                Storage mine = racer % 2 == 0 ? storage : other;
                return mine.putIfAbsent(contested, content(racer));
            });
            assertEquals(1, results.stream().filter(PutResult.CREATED::equals).count(), results.toString());
            assertArrayEquals(content(results.indexOf(PutResult.CREATED)), storage.read(contested));
        }
        assertEquals(rounds(), storage.list(path("race")).size());
    }

    @Test
    void oneOfManyConcurrentCreatesWins() throws Exception {
        List<Boolean> results = race(racer -> {
            Storage mine = racer % 2 == 0 ? storage : other;
            try (AppendFile file = mine.create(path("race/created"))) {
                write(file, "winner");
                return true;
            } catch (FileAlreadyExistsException lost) {
                return false;
            }
        });
        assertEquals(1, results.stream().filter(won -> won).count(), results.toString());
        assertEquals("winner", visible("race/created"));
    }

    @Test
    void allConcurrentSealsGiveTheSameLength() throws Exception {
        AppendFile file = storage.create(path("race/sealed"));
        write(file, "flushed");
        file.flush();
        write(file, "pending");
        List<Long> lengths = race(racer -> (racer % 2 == 0 ? storage : other).seal(path("race/sealed")));
        file.abandon();
        assertEquals(1, lengths.stream().distinct().count(), lengths.toString());
        assertTrue(lengths.get(0) >= 7);
    }

    @Test
    void sealAgainstALiveWriterKeepsEveryAcknowledgedByte() throws Exception {
        for (int round = 0; round < rounds(); round++) {
            sealALiveWriter(path("race/live-" + round));
        }
    }

    private void sealALiveWriter(StoragePath path) throws Exception {
        AppendFile file = storage.create(path);
        CyclicBarrier started = new CyclicBarrier(2);
        Future<Long> acknowledged = threads.submit(() -> appendUntilSealed(file, started));
        started.await();
        long length = other.seal(path);
        long seen = acknowledged.get();
        assertTrue(length >= seen, "sealed at " + length + ", acknowledged " + seen);
        assertEquals(length, other.seal(path));
        assertEquals(length, visible(path.value()).length());
        assertTrue(storage.list(path("race")).contains(new FileInfo(path, length)));
    }

    @Test
    void listsEveryAcknowledgedFileWhileOthersAppear() throws Exception {
        Future<Integer> writer = threads.submit(() -> {
            for (int i = 0; i < 50; i++) {
                storage.putIfAbsent(path("many/file-" + i), bytes("content"));
            }
            return 50;
        });
        int before = 0;
        while (!writer.isDone()) {
            List<FileInfo> now = other.list(path("many"));
            assertTrue(now.size() >= before, "a file has vanished from the list");
            assertTrue(now.stream().allMatch(file -> file.length() == 7), "a part of a content: " + now);
            before = now.size();
        }
        assertEquals(writer.get(), other.list(path("many")).size());
    }

    @Test
    void saysWhereItIs() {
        assertEquals(storage.location(), other.location());
        assertFalse(storage.location().isBlank());
    }

    private static Long appendUntilSealed(AppendFile file, CyclicBarrier started) throws Exception {
        long acknowledged = 0;
        try {
            for (int i = 0; i < 1_000_000; i++) {
                write(file, "x");
                file.flush();
                acknowledged++;
                if (i == 10) {
                    started.await();
                }
            }
        } catch (SealedException end) {
            file.abandon();
            return acknowledged;
        }
        throw new AssertionError("The writer was never stopped");
    }

    private interface Racer<T> {
        T run(int number) throws Exception;
    }

    private <T> List<T> race(Racer<T> racer) throws Exception {
        CyclicBarrier start = new CyclicBarrier(RACERS);
        List<Callable<T>> calls = new ArrayList<>();
        for (int i = 0; i < RACERS; i++) {
            int number = i;
            calls.add(() -> {
                start.await();
                return racer.run(number);
            });
        }
        List<T> results = new ArrayList<>();
        for (Future<T> result : threads.invokeAll(calls)) {
            results.add(result.get());
        }
        return results;
    }

    private static byte[] content(int racer) {
        byte[] content = new byte[10_000 + racer];
        Arrays.fill(content, (byte) racer);
        return content;
    }

    private String visible(String file) throws IOException {
        try (ReadFile opened = other.open(path(file))) {
            return readAt(opened, 0, (int) opened.length());
        }
    }

    private static String readAt(ReadFile file, long position, int bytes) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(bytes);
        while (target.hasRemaining() && file.read(position + target.position(), target) > 0) {
            // Reads on.
        }
        return UTF_8.decode(target.flip()).toString();
    }

    private static void write(AppendFile file, String text) throws IOException {
        file.append(ByteBuffer.wrap(bytes(text)));
    }

    private static StoragePath path(String value) {
        return StoragePath.of(value);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
