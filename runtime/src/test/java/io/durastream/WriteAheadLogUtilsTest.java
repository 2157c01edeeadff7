package io.durastream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteAheadLogUtilsTest {

    private static final String DRIVER = "spark.streaming.driver.writeAheadLog.";
    private static final String RECEIVER = "spark.streaming.receiver.writeAheadLog.";

    @TempDir
    Path directory;

    private final List<WriteAheadLog> open = new ArrayList<>();

    @AfterEach
    void closeLogs() {
        open.forEach(WriteAheadLog::close);
    }

    @Test
    void theConfigurationHasSparksKeysAndDefaults() {
        SparkConf none = new SparkConf(false);
        assertFalse(WriteAheadLogUtils.enableReceiverLog(none));
        assertEquals(60, WriteAheadLogUtils.getRollingIntervalSecs(none, true));
        assertEquals(60, WriteAheadLogUtils.getRollingIntervalSecs(none, false));
        assertEquals(3, WriteAheadLogUtils.getMaxFailures(none, true));
        assertEquals(3, WriteAheadLogUtils.getMaxFailures(none, false));
        assertTrue(WriteAheadLogUtils.isBatchingEnabled(none, true));
        assertFalse(WriteAheadLogUtils.isBatchingEnabled(none, false));
        assertEquals(5_000, WriteAheadLogUtils.getBatchingTimeout(none));
        assertFalse(WriteAheadLogUtils.shouldCloseFileAfterWrite(none, true));
        assertFalse(WriteAheadLogUtils.shouldCloseFileAfterWrite(none, false));

        SparkConf all = new SparkConf(false)
                .set(RECEIVER + "enable", "true")
                .set(DRIVER + "rollingIntervalSecs", "1")
                .set(RECEIVER + "rollingIntervalSecs", "2")
                .set(DRIVER + "maxFailures", "4")
                .set(RECEIVER + "maxFailures", "5")
                .set(DRIVER + "allowBatching", "false")
                .set(DRIVER + "batchingTimeout", "17")
                .set(DRIVER + "closeFileAfterWrite", "true")
                .set(RECEIVER + "closeFileAfterWrite", "true");
        assertTrue(WriteAheadLogUtils.enableReceiverLog(all));
        assertEquals(1, WriteAheadLogUtils.getRollingIntervalSecs(all, true));
        assertEquals(2, WriteAheadLogUtils.getRollingIntervalSecs(all, false));
        assertEquals(4, WriteAheadLogUtils.getMaxFailures(all, true));
        assertEquals(5, WriteAheadLogUtils.getMaxFailures(all, false));
        assertFalse(WriteAheadLogUtils.isBatchingEnabled(all, true));
        assertEquals(17, WriteAheadLogUtils.getBatchingTimeout(all));
        assertTrue(WriteAheadLogUtils.shouldCloseFileAfterWrite(all, true));
        assertTrue(WriteAheadLogUtils.shouldCloseFileAfterWrite(all, false));
    }

    @Test
    void aRecordIsReadByItsHandleAlsoInALaterProcess() throws Exception {
        WriteAheadLog first = receiverLog();
        WriteAheadLogRecordHandle a = first.write(bytes("a"), 1);
        WriteAheadLogRecordHandle b = first.write(bytes("b"), 2);
        assertEquals("a", text(first.read(a)));
        assertEquals("b", text(first.read(b)));

        WriteAheadLog second = receiverLog();
        assertEquals("b", text(second.read(overTheWire(b))));
        assertThrows(IllegalArgumentException.class, () -> second.read(new MemoryLog.Handle(0)));
    }

    @Test
    void allInstancesAreReadOldestFirst() {
        List<String> expected = new ArrayList<>();
        for (int instance = 0; instance < 3; instance++) {
            WriteAheadLog log = receiverLog();
            for (int i = 0; i < 12; i++) {
                String record = instance + "-" + i;
                log.write(bytes(record), i * 10_000L);
                expected.add(record);
            }
            assertEquals(expected, texts(log.readAll()));
            if (instance == 1) {
                log.close();
            }
        }
        assertEquals(expected, texts(receiverLog().readAll()));
    }

    @Test
    void anOlderInstanceIsFencedByALaterOne() {
        WriteAheadLog older = receiverLog();
        older.write(bytes("a"), 1);
        WriteAheadLog later = receiverLog();

        String refusal = String.valueOf(assertThrows(UncheckedIOException.class, () -> older.write(bytes("b"), 2))
                .getMessage());
        assertTrue(refusal.contains("opened by somebody else"), refusal);
        assertThrows(UncheckedIOException.class, () -> older.write(bytes("b"), 999_999));
        later.write(bytes("c"), 3);
        assertEquals(List.of("a", "c"), texts(later.readAll()));
    }

    @Test
    void aTornTailIsCut() throws IOException {
        WriteAheadLog killed = receiverLog();
        killed.write(bytes("a"), 1);
        Path segment = segments().get(0);
        int beginOfB = (int) Files.size(segment);
        killed.write(bytes("b"), 2);
        byte[] whole = Files.readAllBytes(segment);
        // What another write of "b" begins with.
        byte[] torn = Arrays.copyOfRange(whole, beginOfB, whole.length - 1);
        Files.write(segment, torn, StandardOpenOption.APPEND);

        WriteAheadLog next = receiverLog();
        next.write(bytes("c"), 3);
        assertEquals(List.of("a", "b", "c"), texts(next.readAll()));
    }

    @Test
    void cleanRemovesTheFilesOfWhichAllRecordsAreOld() {
        WriteAheadLog earlier = receiverLog("1");
        earlier.write(bytes("a"), 0);
        earlier.write(bytes("b"), 1_000);
        earlier.write(bytes("c"), 1_001);
        WriteAheadLog log = receiverLog("1");
        log.write(bytes("d"), 2_500);
        log.write(bytes("e"), 4_000);

        log.clean(1_000, true);
        assertEquals(List.of("a", "b", "c", "d", "e"), texts(log.readAll()), "a file that ends at 1000");
        log.clean(1_001, true);
        assertEquals(List.of("c", "d", "e"), texts(log.readAll()));
        log.clean(99_999, false);
        await().until(() -> texts(log.readAll()).equals(List.of("e")));
        log.clean(99_999, true);
        assertEquals(List.of("e"), texts(log.readAll()), "the file that is open stays");
        log.write(bytes("f"), 4_001);
        assertEquals(List.of("e", "f"), texts(log.readAll()));
    }

    @Test
    void aFileForEachWriteWhereThatIsWanted() throws IOException {
        WriteAheadLog log = WriteAheadLogUtils.createLogForReceiver(
                new SparkConf(false).set(RECEIVER + "closeFileAfterWrite", "true"), location(), new Configuration());
        open.add(log);
        for (int i = 0; i < 3; i++) {
            log.write(bytes("r" + i), i);
        }
        assertEquals(3, segments().size());
        assertEquals(List.of("r0", "r1", "r2"), texts(log.readAll()));
    }

    @Test
    void closeIsIdempotentAndEndsWriting() {
        WriteAheadLog log = receiverLog();
        log.write(bytes("a"), 1);
        log.close();
        log.close();
        assertThrows(IllegalStateException.class, () -> log.write(bytes("b"), 2));
        assertEquals(List.of("a"), texts(receiverLog().readAll()));
    }

    @Test
    void theDriversLogIsBatched() throws Exception {
        WriteAheadLog log = driverLog(new SparkConf(false));
        Set<String> expected = new TreeSet<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String record = "r" + i;
            long time = i;
            expected.add(record);
            Thread thread = new Thread(() -> log.write(bytes(record), time));
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        WriteAheadLogRecordHandle handle = log.write(bytes("last"), 99);
        expected.add("last");

        assertEquals(expected, new TreeSet<>(texts(log.readAll())));
        assertEquals(
                "read() is not supported for BatchedWriteAheadLog as the data may require de-aggregation.",
                assertThrows(UnsupportedOperationException.class, () -> log.read(handle))
                        .getMessage());
        log.close();
        log.close();
        assertEquals(
                "close() was called on BatchedWriteAheadLog before write request with time 100 could be fulfilled.",
                assertThrows(IllegalStateException.class, () -> log.write(bytes("late"), 100))
                        .getMessage());
        assertEquals(
                expected, new TreeSet<>(texts(driverLog(new SparkConf(false)).readAll())));
    }

    @Test
    void theDriversLogIsPlainWhereBatchingIsForbidden() {
        WriteAheadLog log = driverLog(new SparkConf(false).set(DRIVER + "allowBatching", "false"));
        assertEquals("a", text(log.read(log.write(bytes("a"), 1))));
        log.close();

        Iterator<ByteBuffer> misread = driverLog(new SparkConf(false)).readAll();
        String refusal = String.valueOf(
                assertThrows(IllegalStateException.class, misread::next).getMessage());
        assertTrue(refusal.contains("allowBatching = false"), refusal);
    }

    @Test
    void aUsersClassIsMadeWithTheConfigurationOrWithoutArguments() {
        SparkConf conf = new SparkConf(false).set(RECEIVER + "class", MemoryLog.class.getName());
        WriteAheadLog withConf = WriteAheadLogUtils.createLogForReceiver(conf, location(), new Configuration());
        assertSame(conf, ((MemoryLog) withConf).conf);

        conf.set(DRIVER + "class", Plain.class.getName()).set(DRIVER + "allowBatching", "false");
        assertEquals(
                Plain.class,
                WriteAheadLogUtils.createLogForDriver(conf, location(), new Configuration())
                        .getClass());
    }

    @Test
    void aUsersClassOfTheDriverIsBatchedToo() {
        WriteAheadLog log = driverLog(new SparkConf(false).set(DRIVER + "class", MemoryLog.class.getName()));
        log.write(bytes("a"), 7);
        log.write(bytes("b"), 9);
        assertEquals(List.of("a", "b"), texts(log.readAll()));
        assertThrows(UnsupportedOperationException.class, () -> log.read(new MemoryLog.Handle(0)));
    }

    @Test
    void aClassThatCannotBeMadeIsNamed() {
        for (String name : List.of("no.such.Log", String.class.getName(), Failing.class.getName())) {
            SparkConf conf = new SparkConf(false).set(RECEIVER + "class", name);
            SparkException refusal = assertThrows(
                    SparkException.class,
                    () -> WriteAheadLogUtils.createLogForReceiver(conf, location(), new Configuration()));
            assertEquals("Could not create a write ahead log of class " + name, refusal.getMessage());
        }
    }

    private WriteAheadLog receiverLog() {
        return receiverLog("60");
    }

    private WriteAheadLog receiverLog(String rollingSeconds) {
        SparkConf conf = new SparkConf(false).set(RECEIVER + "rollingIntervalSecs", rollingSeconds);
        WriteAheadLog log = WriteAheadLogUtils.createLogForReceiver(conf, location(), new Configuration());
        open.add(log);
        return log;
    }

    private WriteAheadLog driverLog(SparkConf conf) {
        WriteAheadLog log = WriteAheadLogUtils.createLogForDriver(conf, location(), new Configuration());
        open.add(log);
        return log;
    }

    private String location() {
        return directory.toString();
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".seg")).toList();
        }
    }

    private static WriteAheadLogRecordHandle overTheWire(WriteAheadLogRecordHandle handle) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(handle);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (WriteAheadLogRecordHandle) in.readObject();
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    private static String text(ByteBuffer bytes) {
        return UTF_8.decode(bytes.duplicate()).toString();
    }

    private static List<String> texts(Iterator<ByteBuffer> records) {
        List<String> texts = new ArrayList<>();
        records.forEachRemaining(record -> texts.add(text(record)));
        return texts;
    }

    /** A user's log. */
    public static class MemoryLog extends WriteAheadLog {

        final SparkConf conf;
        private final ConcurrentLinkedQueue<ByteBuffer> records = new ConcurrentLinkedQueue<>();

        public MemoryLog(SparkConf conf) {
            this.conf = conf;
        }

        @Override
        public WriteAheadLogRecordHandle write(ByteBuffer record, long time) {
            records.add(record.duplicate());
            return new Handle(records.size() - 1);
        }

        @Override
        public ByteBuffer read(WriteAheadLogRecordHandle handle) {
            return List.copyOf(records).get(((Handle) handle).index);
        }

        @Override
        public Iterator<ByteBuffer> readAll() {
            return records.iterator();
        }

        @Override
        public void clean(long threshTime, boolean waitForCompletion) {}

        @Override
        public void close() {}

        static final class Handle extends WriteAheadLogRecordHandle {

            private static final long serialVersionUID = 1;

            private final int index;

            Handle(int index) {
                this.index = index;
            }
        }
    }

    /** A user's log that is made without arguments. */
    public static final class Plain extends MemoryLog {
        public Plain() {
            super(new SparkConf(false));
        }
    }

    /** A user's log whose constructor fails. */
    public static final class Failing extends MemoryLog {
        public Failing(SparkConf conf) {
            super(conf);
            throw new IllegalStateException("No connection");
        }
    }
}
