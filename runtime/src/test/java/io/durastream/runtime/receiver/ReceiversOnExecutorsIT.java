package io.durastream.runtime.receiver;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.OperatorId;
import io.durastream.runtime.cluster.CheckpointAccess;
import io.durastream.runtime.cluster.JvmResources;
import io.durastream.runtime.graph.InputContext;
import io.durastream.runtime.rate.RateControl;
import io.durastream.runtime.receiver.ReceiverEvent.Started;
import io.durastream.runtime.spark.Executors;
import io.durastream.runtime.spark.Executors.Executor;
import io.durastream.storage.Clock;
import io.durastream.storage.DamagedFileException;
import io.durastream.storage.Epoch;
import io.durastream.storage.Storage;
import io.durastream.storage.Storages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Receivers in executors that are processes of their own, which are killed. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class ReceiversOnExecutorsIT {

    private final Clock clock = Clock.system();
    private final Queue<ReceiverEvent> events = new ConcurrentLinkedQueue<>();
    private final List<String> records = new ArrayList<>();
    private long lastBatch;

    @TempDir
    Path directory;

    private JavaSparkContext spark;
    private Storage storage;
    private ReceiverCoordinator coordinator;

    @BeforeEach
    void start() throws IOException {
        System.setProperty("spark.testing", "true");
        Files.createDirectories(directory.resolve("jars"));
        System.setProperty("spark.test.home", directory.toString());
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        spark = new JavaSparkContext(new SparkConf()
                .setMaster("local-cluster[2,2,512]")
                .setAppName("receivers")
                .set("spark.ui.enabled", "false")
                .set("spark.executor.memory", "512m")
                .set("spark.executor.extraClassPath", classPath)
                .set("spark.executorEnv.SPARK_SCALA_VERSION", "2.13"));
        storage = Storages.open(checkpoint(), new Configuration(), clock);
        coordinator = new ReceiverCoordinator(spark, storage, access(), Epoch.of(1), events::add, clock);
    }

    @AfterEach
    void stop() throws IOException {
        coordinator.close();
        spark.stop();
        JvmResources.close(access());
        storage.close();
        System.clearProperty("spark.testing");
        System.clearProperty("spark.test.home");
    }

    @Test
    void aReceiverWhoseExecutorIsKilledGoesOnElsewhereWithoutLossAndRepetition() {
        ReceiverStream<String> stream = add(0);
        coordinator.start();
        await().atMost(90, TimeUnit.SECONDS).until(() -> read(stream) >= 10);
        long killed = pidOf(records.size() - 1);
        long start = clock.nanoTime();
        ProcessHandle.of(killed).orElseThrow().destroyForcibly();
        await().atMost(30, TimeUnit.SECONDS).until(() -> startsOf(0).size() == 2);
        long millis = TimeUnit.NANOSECONDS.toMillis(clock.nanoTime() - start);

        int before = records.size();
        await().atMost(30, TimeUnit.SECONDS).until(() -> read(stream) >= before + 20);
        assertNotEquals(killed, pidOf(records.size() - 1));
        for (int i = 0; i < records.size(); i++) {
            assertEquals(i + 1, number(i));
        }
        assertTrue(millis < 10_000, "The receiver was back only after " + millis + " ms");
    }

    @Test
    void receiversAreSpreadOverExecutors() {
        add(0);
        add(1);
        // Receivers wait a few seconds for a second executor to come up, and a loaded machine takes longer.
        await().atMost(90, TimeUnit.SECONDS).until(() -> Executors.alive().size() == 2);
        coordinator.start();
        await().atMost(90, TimeUnit.SECONDS)
                .until(() -> !startsOf(0).isEmpty() && !startsOf(1).isEmpty());
        Set<String> executors = new HashSet<>(startsOf(0));
        executors.addAll(startsOf(1));
        assertEquals(2, executors.size());
    }

    @Test
    void receiversWorkWhereTheyPreferTo() {
        await().atMost(90, TimeUnit.SECONDS).until(() -> Executors.alive().size() == 2);
        Executor last = Executors.alive().get(1);
        add(0, last.location());
        add(1, last.location());
        coordinator.start();
        await().atMost(90, TimeUnit.SECONDS)
                .until(() -> !startsOf(0).isEmpty() && !startsOf(1).isEmpty());
        assertEquals(
                List.of(last.id(), last.id()),
                List.of(startsOf(0).get(0), startsOf(1).get(0)));
    }

    private ReceiverStream<String> add(int streamId) {
        return add(streamId, null);
    }

    private ReceiverStream<String> add(int streamId, @Nullable String location) {
        return coordinator.add(
                OperatorId.of("in-" + streamId),
                streamId,
                new CountingReceiver(location),
                new InputContext(spark, clock, 1_000, new TreeMap<>(), RateControl.off(clock)));
    }

    /** Plans and reads a batch; returns how many records there are by now. */
    private int read(ReceiverStream<String> stream) {
        lastBatch = Math.max(lastBatch + 1, clock.wallMillis());
        ReceivedRange range = plan(stream);
        records.addAll(new ReceivedRDD<String>(spark.sc(), range.blocks(), stream.log())
                .toJavaRDD()
                .collect());
        return records.size();
    }

    private long pidOf(int record) {
        String text = records.get(record);
        return Long.parseLong(text.substring(text.indexOf(':') + 1));
    }

    private int number(int record) {
        String text = records.get(record);
        return Integer.parseInt(text.substring(0, text.indexOf(':')));
    }

    private List<String> startsOf(int streamId) {
        return events.stream()
                .filter(Started.class::isInstance)
                .map(event -> ((Started) event).receiver())
                .filter(receiver -> receiver.streamId() == streamId)
                .map(receiver -> receiver.executorId())
                .toList();
    }

    private String checkpoint() {
        return directory.resolve("checkpoint").toUri().toString();
    }

    private CheckpointAccess access() {
        return CheckpointAccess.of(checkpoint(), new Configuration(), Epoch.of(1));
    }

    private ReceivedRange plan(ReceiverStream<String> stream) {
        try {
            return ReceivedRange.of(stream.blocks().plan(new BatchTime(lastBatch)));
        } catch (DamagedFileException e) {
            throw new AssertionError(e);
        }
    }
}
