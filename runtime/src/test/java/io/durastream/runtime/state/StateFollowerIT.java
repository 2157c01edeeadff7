package io.durastream.runtime.state;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.checkpoint.BatchLog;
import io.durastream.checkpoint.BatchLogFollower;
import io.durastream.checkpoint.BatchLogOptions;
import io.durastream.checkpoint.BatchRecord;
import io.durastream.checkpoint.BatchRecord.ApplicationStarted;
import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.Bytes;
import io.durastream.checkpoint.CommitOutcome;
import io.durastream.checkpoint.LogState;
import io.durastream.checkpoint.OperatorId;
import io.durastream.checkpoint.StateEntry;
import io.durastream.checkpoint.WriterId;
import io.durastream.runtime.cluster.CheckpointAccess;
import io.durastream.runtime.cluster.JvmResources;
import io.durastream.runtime.spark.ExecutorIdentity;
import io.durastream.runtime.spark.Executors;
import io.durastream.statestore.KryoSerializers;
import io.durastream.statestore.StateId;
import io.durastream.statestore.StateOwner;
import io.durastream.statestore.StateRef;
import io.durastream.statestore.StateStore;
import io.durastream.statestore.StateStoreOptions;
import io.durastream.statestore.StateTransaction;
import io.durastream.statestore.StateVersion;
import io.durastream.storage.Clock;
import io.durastream.storage.Epoch;
import io.durastream.storage.FileInfo;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.storage.Storages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** A standby follows a leader's state, in this JVM or on executors, and leads then. */
@SuppressWarnings("NullAway.Init")
@Timeout(value = 240, unit = TimeUnit.SECONDS)
final class StateFollowerIT {

    private static final OperatorId COUNTS = OperatorId.of("counts");
    private static final int PARTITIONS = 4;
    private static final long BATCH_MILLIS = 1_000;
    private static final StateSerializers<String, Integer, Integer> SERIALIZERS =
            StateSerializers.<String, Integer>ofStates().with(KryoSerializers::strings, KryoSerializers::integers);

    private final Clock clock = Clock.system();
    private final Map<String, Integer> counts = new TreeMap<>();
    private final Map<Integer, StateRef> refs = new HashMap<>();

    @TempDir
    Path directory;

    private Storage storage;
    private BatchLog log;
    private StateStore leader;
    private BatchLogFollower head;
    private long batch;

    @BeforeEach
    void startLeader() throws Exception {
        storage = Storages.open(checkpoint(), new Configuration(), clock);
        log = BatchLog.claim(storage, WriterId.of("leader"), "host", clock, BatchLogOptions.defaults());
        append(new ApplicationStarted("ab".repeat(32), 0, BATCH_MILLIS, List.of()));
        leader = StateStore.open(
                storage,
                StateAccess.ROOT,
                directory.resolve("leader"),
                new StateOwner(Epoch.of(1), "leader", "executor_elsewhere_7"),
                StateStoreOptions.defaults().withMemoryBytes(32 << 20).withCommitsPerSnapshot(3),
                clock);
        head = BatchLogFollower.of(storage);
    }

    @AfterEach
    void stop() throws Exception {
        leader.close();
        JvmResources.close(access(9).checkpoint());
        storage.close();
        System.clearProperty("spark.testing");
        System.clearProperty("spark.test.home");
    }

    @Test
    void aStandbyInOneJvmGoesOnWithWhatItFollowed() throws Exception {
        try (JavaSparkContext spark = new JavaSparkContext(conf("local[2]"))) {
            StateFollower follower = new StateFollower(spark, access(1));
            assertEquals(0, follower.follow(head.poll()).partitions());
            for (int i = 0; i < 12; i++) {
                commit();
                StateReadiness readiness = follower.follow(head.poll());
                assertTrue(readiness.isComplete(), readiness.toString());
                assertEquals(PARTITIONS, readiness.copies());
            }
            assertEquals(List.of(), strangers(), "a follower writes nothing");
            StatePlaces places = follower.places();
            follower.close();
            assertEquals(PARTITIONS, copies().size());

            List<StateEntry> taken =
                    latest(head.poll()).stream().map(places::near).toList();
            assertTrue(taken.stream().allMatch(entry -> refOf(entry).location().equals(ExecutorIdentity.location())));
            assertEquals(counts, read(spark, access(2), taken));
            assertEquals(PARTITIONS, copies().size(), "nothing was restored");
            StateAccess leading = access(2);
            StateRef next = add(leading.store(), 0, refOf(taken.get(0)), ++batch);
            assertTrue(next.lineage().value().startsWith("2-"), next.toString());
        }
    }

    @Test
    void staysBehindAnOutageAndCatchesUp() throws Exception {
        try (JavaSparkContext spark = new JavaSparkContext(conf("local[2]"));
                StateFollower follower = new StateFollower(spark, access(1))) {
            commit();
            assertTrue(follower.follow(head.poll()).isComplete());
            commit();
            commit();
            Path state = directory.resolve("checkpoint").resolve("state");
            Path away = directory.resolve("away");
            Files.move(state, away);
            StateReadiness outage = follower.follow(head.poll());
            assertEquals(PARTITIONS, outage.copies());
            assertEquals(2, outage.behind());
            assertTrue(outage.problem().orElse("").contains("counts/"), outage.toString());
            Files.move(away, state);
            assertTrue(follower.follow(head.poll()).isComplete());
        }
    }

    @Test
    void showsWhatThereIsWhenItIsClosed() throws Exception {
        try (JavaSparkContext spark = new JavaSparkContext(conf("local[2]"))) {
            StateFollower follower = new StateFollower(spark, access(1));
            commit();
            follower.follow(head.poll());
            follower.giveUp();
            commit();
            StateReadiness after = follower.follow(head.poll());
            assertEquals(1, after.behind());
            assertFalse(after.isComplete());
            assertEquals(PARTITIONS, copies().size(), "copies stay on the disk");
        }
    }

    @Test
    void copiesStayWhereTheyAreAndMoveFromExecutorsThatDie() throws Exception {
        System.setProperty("spark.testing", "true");
        Files.createDirectories(directory.resolve("jars"));
        System.setProperty("spark.test.home", directory.toString());
        try (JavaSparkContext spark = new JavaSparkContext(conf("local-cluster[2,2,512]"))) {
            StateFollower follower = new StateFollower(spark, access(1));
            await().atMost(90, TimeUnit.SECONDS).until(() -> Executors.alive().size() == 2);
            commit();
            awaitComplete(follower);
            Map<StateId, String> first = follower.places().locations();
            assertEquals(2, first.values().stream().distinct().count());
            for (int i = 0; i < 5; i++) {
                commit();
                awaitComplete(follower);
                assertEquals(first, follower.places().locations());
            }
            assertEquals(PARTITIONS, copies().size());

            String victim = Executors.alive().get(0).location();
            ProcessHandle.of(Objects.requireNonNull(pids(spark).get(victim)))
                    .orElseThrow()
                    .destroyForcibly();
            await().atMost(60, TimeUnit.SECONDS)
                    .until(() -> Executors.alive().stream()
                            .noneMatch(executor -> executor.location().equals(victim)));
            commit();
            awaitComplete(follower);
            Map<StateId, String> after = follower.places().locations();
            assertFalse(after.containsValue(victim), after.toString());

            follower.close();
            commit();
            List<Path> before = copies();
            List<StateEntry> taken =
                    latest(head.poll()).stream().map(follower.places()::near).toList();
            assertEquals(counts, read(spark, access(2), taken));
            assertEquals(before, copies(), "nothing was restored, though the last commit had not been followed");
        }
    }

    private void awaitComplete(StateFollower follower) {
        await().atMost(60, TimeUnit.SECONDS)
                .until(() -> follower.follow(head.poll()).isComplete());
    }

    /** By location. */
    private static Map<String, Long> pids(JavaSparkContext spark) {
        return Map.copyOf(spark.parallelize(new ArrayList<>(List.of(1, 2, 3, 4, 5, 6, 7, 8)), 8)
                .mapToPair(any -> {
                    TimeUnit.MILLISECONDS.sleep(200);
                    return new Tuple2<>(
                            ExecutorIdentity.location(), ProcessHandle.current().pid());
                })
                .collectAsMap());
    }

    /** Adds a key and increments another one in each partition, and commits the batch. */
    private void commit() throws Exception {
        batch++;
        List<StateEntry> entries = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            StateRef next = add(leader, partition, refs.get(partition), batch);
            refs.put(partition, next);
            entries.add(new StateEntry(COUNTS, partition, Bytes.of(next.toBytes())));
        }
        BatchTime time = BatchTime.of(batch * BATCH_MILLIS);
        append(
                new BatchRecord.Planned(time, List.of()),
                new BatchRecord.Committed(time, entries, List.of(), time, time));
    }

    private StateRef add(StateStore store, int partition, @Nullable StateRef base, long number) throws Exception {
        StateAccess access = access(1);
        try (StateTransaction<String, Integer> transaction = store.begin(
                new StateId(COUNTS.value(), partition),
                base,
                StateVersion.of(number * BATCH_MILLIS),
                SERIALIZERS.forKeys(access, COUNTS.value()),
                SERIALIZERS.forStates(access, COUNTS.value()))) {
            for (String key : List.of(partition + ":" + number, partition + ":all")) {
                int count = counts.getOrDefault(key, 0) + 1;
                counts.put(key, count);
                transaction.put(key, count);
            }
            return transaction.commit();
        }
    }

    private static Map<String, Integer> read(JavaSparkContext spark, StateAccess access, List<StateEntry> entries) {
        List<byte[]> versions =
                entries.stream().map(entry -> entry.ref().toByteArray()).toList();
        JavaRDD<Tuple2<String, Integer>> all = new StateScanRDD<String, Integer, Integer>(
                        spark.sc(),
                        access,
                        COUNTS.value(),
                        versions,
                        null,
                        new ShownState<>(count -> count),
                        SERIALIZERS)
                .toJavaRDD();
        Map<String, Integer> read = new TreeMap<>();
        all.collect().forEach(entry -> read.put(entry._1(), entry._2()));
        return read;
    }

    private static List<StateEntry> latest(LogState state) {
        return List.copyOf(state.stateOf(COUNTS).values());
    }

    private static StateRef refOf(StateEntry entry) {
        return StateRef.fromBytes(entry.ref().toByteArray());
    }

    /** Directories of local copies below the standby's. */
    private List<Path> copies() throws Exception {
        Path root = directory.resolve("standby");
        try (Stream<Path> tree = Files.walk(root, 6)) {
            return tree.filter(path -> path.getNameCount() == root.getNameCount() + 6
                            && path.toString().contains("/state/"))
                    .filter(path -> !path.toString().contains("/guard/"))
                    .sorted()
                    .toList();
        }
    }

    /** Files in the checkpoint directory that are not the leader's. */
    private List<FileInfo> strangers() throws Exception {
        List<FileInfo> files = new ArrayList<>(storage.list(StoragePath.of("state")));
        assertTrue(files.size() > 3 * PARTITIONS, files.toString());
        files.removeIf(file -> file.path().value().contains("1-leader-"));
        long entries = storage.list(StoragePath.of("batches")).size();
        assertEquals(log.state().sequence(), entries);
        return files;
    }

    private void append(BatchRecord... records) {
        assertInstanceOf(CommitOutcome.Committed.class, log.append(List.of(records)));
    }

    private String checkpoint() {
        return directory.resolve("checkpoint").toUri().toString();
    }

    private StateAccess access(long epoch) {
        CheckpointAccess checkpoint = new CheckpointAccess(checkpoint(), Map.of(), epoch);
        return new StateAccess(checkpoint, directory.resolve("standby").toString(), 32 << 20, 3);
    }

    private static SparkConf conf(String master) {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new SparkConf()
                .setMaster(master)
                .setAppName("standby")
                .set("spark.ui.enabled", "false")
                .set("spark.executor.memory", "512m")
                .set("spark.executor.extraClassPath", classPath)
                .set("spark.executorEnv.SPARK_SCALA_VERSION", "2.13");
    }
}
