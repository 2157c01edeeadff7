package io.durastream.runtime.receiver;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.Duration;
import io.durastream.Receiver;
import io.durastream.SourcePosition;
import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.OperatorId;
import io.durastream.runtime.cluster.CheckpointAccess;
import io.durastream.runtime.cluster.JvmResources;
import io.durastream.runtime.graph.InputContext;
import io.durastream.runtime.rate.RateControl;
import io.durastream.runtime.receiver.ScriptedReceiver.Script;
import io.durastream.runtime.spark.BlockCache;
import io.durastream.storage.Clock;
import io.durastream.storage.DamagedFileException;
import io.durastream.storage.Epoch;
import io.durastream.storage.Storage;
import io.durastream.storage.Storages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ReceiversIT {

    private static final OperatorId ID = OperatorId.of("in");

    private final Clock clock = Clock.system();
    private final Queue<ReceiverEvent> events = new ConcurrentLinkedQueue<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private long lastBatch;

    @TempDir
    Path directory;

    private static JavaSparkContext spark;

    @BeforeAll
    static void startSpark() {
        spark = new JavaSparkContext(new SparkConf()
                .setMaster("local[4]")
                .setAppName("receivers")
                .set("spark.ui.enabled", "false")
                .set("spark.streaming.receiver.maxRate", "50000")
                .set("spark.streaming.receiverRestartDelay", "50ms"));
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : open) {
            resource.close();
        }
    }

    @AfterAll
    static void stopSpark() {
        spark.stop();
    }

    @Test
    void whatAReceiverStoredIsReadFromTheLogOnceTheCacheIsGone() throws Exception {
        ReceiverCoordinator coordinator = coordinator(access());
        ReceiverStream<String> stream = add(coordinator, new Script() {
            @Override
            void onStart(Receiver<String> receiver) {
                receiver.store(List.of("a", "b"), new SourcePosition("2"));
                receiver.store(List.of("c"), new SourcePosition("3"));
                receiver.store(List.<String>of(), new SourcePosition("4"));
            }
        });
        coordinator.start();
        await().until(() -> stream.blocks().lastPosition().equals(Optional.of(new SourcePosition("4"))));

        ReceivedRange range = plan(stream);
        assertEquals(3, range.records());
        assertEquals(List.of("a", "b", "c"), collect(stream, range));
        assertEquals(List.of(true, true, true), cached(range));
        range.blocks().forEach(block -> BlockCache.remove(block.streamId(), block.cacheId()));
        await().until(() -> cached(range).equals(List.of(false, false, false)));
        assertEquals(List.of("a", "b", "c"), collect(stream, range));
    }

    @Test
    void recordsStoredOneByOneComeInBlocksAndTheLastOnesWithTheStop() throws Exception {
        ReceiverCoordinator coordinator = coordinator(access());
        ReceiverStream<String> stream = add(coordinator, new Script() {
            @Override
            void onStart(Receiver<String> receiver) {
                for (int i = 0; i < 1_000; i++) {
                    receiver.store(Integer.toString(i));
                }
            }
        });
        coordinator.start();
        await().until(() -> events.stream().anyMatch(ReceiverEvent.Started.class::isInstance));
        await().until(() -> stream.blocks().hasUnplanned());
        coordinator.stop();
        List<String> records = collect(stream, plan(stream));
        assertEquals(1_000, records.size());
        assertEquals("999", records.get(999));
        assertTrue(events.stream().anyMatch(ReceiverEvent.Stopped.class::isInstance));
    }

    @Test
    void recordsThatComeSerializedAreCountedForTheRate() throws Exception {
        ReceiverCoordinator coordinator = coordinator(access());
        ReceiverStream<String> stream = add(coordinator, new Script() {
            @Override
            void onStart(Receiver<String> receiver) {
                receiver.store(
                        Records.serialize(List.of("a", "b", "c").iterator()).data());
            }
        });
        coordinator.start();
        await().until(() -> stream.blocks().hasUnplanned());
        ReceivedRange range = plan(stream);
        assertEquals(3, range.records());
        assertEquals(List.of("a", "b", "c"), collect(stream, range));
    }

    @Test
    void aReceiverThatFailsAgainAndAgainIsStartedUntilItWorks() throws Exception {
        ReceiverCoordinator coordinator = coordinator(access());
        Script script = new Script() {
            @Override
            void onStart(Receiver<String> receiver) {
                if (starts.get() < 6) {
                    throw new IllegalStateException("Not yet");
                }
                receiver.store(List.of("at last"), new SourcePosition("1"));
            }
        };
        ReceiverStream<String> stream = add(coordinator, script);
        coordinator.start();
        await().atMost(30, TimeUnit.SECONDS).until(() -> stream.blocks().hasUnplanned() && script.starts.get() == 6);
        assertEquals(
                5,
                events.stream().filter(ReceiverEvent.Failed.class::isInstance).count());
        assertEquals(List.of("at last"), collect(stream, plan(stream)));
    }

    @Test
    void aRestartedReceiverGoesOnBehindItsLastDurablePosition() throws Exception {
        ReceiverCoordinator coordinator = coordinator(access());
        Script script = new Script() {
            @Override
            void onStart(Receiver<String> receiver) {
                int from = receiver.lastPosition()
                        .map(it -> Integer.parseInt(it.value()))
                        .orElse(0);
                receiver.store(List.of("r" + (from + 1)), new SourcePosition(Integer.toString(from + 1)));
                if (from < 4) {
                    inBackground(() -> receiver.restart("Again"));
                }
            }
        };
        ReceiverStream<String> stream = add(coordinator, script);
        coordinator.start();
        await().until(() -> stream.blocks().lastPosition().equals(Optional.of(new SourcePosition("5"))));
        assertEquals(List.of("r1", "r2", "r3", "r4", "r5"), collect(stream, plan(stream)));
        assertEquals(4, script.stops.get());
    }

    @Test
    void aReceiverWhoseLogWasSealedIsToldSoAndNothingIsReported() throws Exception {
        ReceiverCoordinator coordinator = coordinator(access());
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        Script script = new Script() {
            @Override
            void onStart(Receiver<String> receiver) {
                receiver.store(List.of("before"), new SourcePosition("1"));
                inBackground(() -> storeUntilRefused(receiver, failures));
            }
        };
        ReceiverStream<String> stream = add(coordinator, script);
        coordinator.start();
        await().until(() -> stream.blocks().hasUnplanned());

        Storage later = Storages.open(directory.toUri().toString(), new Configuration(), clock);
        open.add(later);
        ReceivedLog log = new ReceivedLog(
                later, ID, requireNonNull(stream.log()).settings().logOptions(), clock);
        log.sealBefore(Epoch.of(2));
        int sealedAt = log.blocksAfter(null, Epoch.of(2), 0).size();

        await().until(() -> !failures.isEmpty());
        assertTrue(failures.peek().contains("fenced"), failures::peek);
        coordinator.stop();
        assertTrue(plan(stream).blocks().size() <= sealedAt, "A block was taken that is not in the sealed log");
    }

    @Test
    void withoutACheckpointDirectoryRecordsAreInTheMemoryOfExecutors() throws Exception {
        ReceiverCoordinator coordinator = coordinator(null);
        ReceiverStream<String> stream = add(coordinator, new Script() {
            @Override
            void onStart(Receiver<String> receiver) {
                receiver.store(List.of("a", "b"));
            }
        });
        coordinator.start();
        await().until(() -> stream.blocks().hasUnplanned());
        ReceivedRange range = plan(stream);
        assertEquals(List.of("a", "b"), collect(stream, range));
        assertEquals(List.of("a", "b"), collect(stream, range));
    }

    @Test
    void stopEndsAReceiverThatDoesNotWantTo() throws Exception {
        ReceiverCoordinator coordinator = coordinator(access());
        Script script = new Script() {
            @Override
            void onStart(Receiver<String> receiver) {}

            @Override
            void onStop(Receiver<String> receiver) {
                await().forever().until(() -> false);
            }
        };
        add(coordinator, script);
        coordinator.start();
        await().until(() -> script.starts.get() == 1);
        long start = clock.nanoTime();
        coordinator.stop();
        assertTrue(clock.nanoTime() - start < TimeUnit.SECONDS.toNanos(20));
        await().until(() -> spark.statusTracker().getActiveJobIds().length == 0);
    }

    private static void storeUntilRefused(Receiver<String> receiver, Queue<String> failures) {
        for (int i = 2; ; i++) {
            try {
                receiver.store(List.of("r" + i), new SourcePosition(Integer.toString(i)));
            } catch (Exception e) {
                failures.add((e instanceof SparkException) + ": " + e);
                return;
            }
        }
    }

    private static List<Boolean> cached(ReceivedRange range) {
        long[] ids = range.blocks().stream().mapToLong(ReceivedBlock::cacheId).toArray();
        return BlockCache.locations(0, ids).stream()
                .map(where -> !where.isEmpty())
                .toList();
    }

    private CheckpointAccess access() {
        return CheckpointAccess.of(directory.toUri().toString(), new Configuration(), Epoch.of(1));
    }

    private ReceiverCoordinator coordinator(@Nullable CheckpointAccess access) throws IOException {
        Storage storage = Storages.open(directory.toUri().toString(), new Configuration(), clock);
        ReceiverCoordinator coordinator =
                new ReceiverCoordinator(spark, storage, access, Epoch.of(1), events::add, clock);
        open.add(coordinator);
        open.add(storage);
        if (access != null) {
            open.add(() -> JvmResources.close(access));
        }
        return coordinator;
    }

    private ReceiverStream<String> add(ReceiverCoordinator coordinator, Script script) {
        return coordinator.add(
                ID,
                0,
                new ScriptedReceiver(script),
                new InputContext(
                        spark, clock, new Duration(1_000).milliseconds(), new TreeMap<>(), RateControl.off(clock)));
    }

    private ReceivedRange plan(ReceiverStream<String> stream) {
        lastBatch = Math.max(lastBatch + 1, clock.wallMillis());
        try {
            return ReceivedRange.of(stream.blocks().plan(new BatchTime(lastBatch)));
        } catch (DamagedFileException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> collect(ReceiverStream<String> stream, ReceivedRange range) {
        List<ReceivedBlock> blocks =
                range.blocks().stream().filter(block -> block.records() != 0).toList();
        return new ReceivedRDD<String>(spark.sc(), blocks, stream.log())
                .toJavaRDD()
                .collect();
    }
}
