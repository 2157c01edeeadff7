package io.durastream.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.hdfs.HdfsCluster;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A writer is stopped with SIGSTOP in the middle of its work, sealed without it, and resumed. */
@EnabledOnOs(OS.LINUX)
final class PausedWriterIT {

    private static final int MOST_FLUSHES = 200;

    @Test
    void aPausedWriterIsFencedOnLocalDisk(@TempDir Path directory) throws Exception {
        fence(directory.toUri().toString(), 30);
    }

    @Test
    void aPausedWriterIsFencedOnHdfs() throws Exception {
        try (HdfsCluster cluster = HdfsCluster.start(3)) {
            fence(cluster.uri("/paused"), 4);
        }
    }

    private static void fence(String uri, int rounds) throws Exception {
        Random random = new Random(42);
        try (Storage storage = Storages.open(uri, new Configuration(), Clock.system());
                PausableWriter writer = new PausableWriter(uri)) {
            for (int round = 0; round < rounds; round++) {
                fenceOnce(storage, writer, StoragePath.of("log/" + round), 1 + random.nextInt(MOST_FLUSHES));
            }
        }
    }

    private static void fenceOnce(Storage storage, PausableWriter writer, StoragePath path, int flushes)
            throws Exception {
        writer.write(path);
        writer.awaitAcknowledged(flushes * 8L);
        writer.pause();
        long length = storage.seal(path);
        writer.resume();
        long acknowledged = writer.awaitSealed();

        assertTrue(acknowledged >= flushes * 8L);
        assertTrue(length >= acknowledged, "sealed at " + length + ", acknowledged " + acknowledged);
        assertTrue(length <= acknowledged + 8, "more than the one unflushed record");
        assertEquals(length, storage.seal(path));
        assertTrue(storage.list(StoragePath.of("log")).contains(new FileInfo(path, length)));
        ByteBuffer content = ByteBuffer.wrap(storage.read(path));
        assertEquals(length, content.remaining());
        for (long number = 0; content.remaining() >= 8; number++) {
            assertEquals(number, content.getLong());
        }
    }

    private static final class PausableWriter implements AutoCloseable {

        private final Process process;
        private final Writer in;
        private final BufferedReader out;

        PausableWriter(String uri) throws IOException {
            String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
            process = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-cp",
                            classPath,
                            WriterProcess.class.getName(),
                            uri))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            in = process.outputWriter(UTF_8);
            out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        }

        void write(StoragePath path) throws IOException {
            in.write(path + "\n");
            in.flush();
        }

        void awaitAcknowledged(long bytes) throws IOException {
            String expected = "acknowledged " + bytes;
            for (String line = out.readLine(); !expected.equals(line); line = out.readLine()) {
                assertTrue(line != null && line.startsWith("acknowledged"), "the writer says: " + line);
            }
        }

        long awaitSealed() throws IOException {
            long acknowledged = 0;
            String line = out.readLine();
            while (line != null && line.startsWith("acknowledged ")) {
                acknowledged = Long.parseLong(line.substring("acknowledged ".length()));
                line = out.readLine();
            }
            assertTrue(line != null && line.startsWith("sealed "), "the writer says: " + line);
            long last = Long.parseLong(line.substring("sealed ".length()));
            assertTrue(acknowledged <= last);
            return last;
        }

        void pause() throws Exception {
            signal("-STOP");
            Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");
            await().atMost(Duration.ofSeconds(10))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> Files.readString(stat).contains(") T "));
        }

        void resume() throws Exception {
            signal("-CONT");
        }

        private void signal(String signal) throws Exception {
            assertEquals(
                    0,
                    new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                            .start()
                            .waitFor());
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
