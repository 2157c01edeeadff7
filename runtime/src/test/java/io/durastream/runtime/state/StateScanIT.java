package io.durastream.runtime.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.Time;
import io.durastream.runtime.cluster.CheckpointAccess;
import io.durastream.runtime.cluster.JvmResources;
import io.durastream.statestore.KryoSerializers;
import io.durastream.statestore.StateId;
import io.durastream.statestore.StateTransaction;
import io.durastream.statestore.StateVersion;
import io.durastream.storage.Storage;
import io.durastream.storage.fault.HookedStorage;
import io.durastream.storage.fault.Operation;
import io.durastream.storage.sim.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;
import scala.reflect.ClassTag$;

/** Reading a version of a state in a job. */
@SuppressWarnings("NullAway.Init") // by startSpark
final class StateScanIT {

    private static final String OPERATOR = "counts";
    private static final StateSerializers<String, Integer, Integer> SERIALIZERS =
            StateSerializers.<String, Integer>ofStates().with(KryoSerializers::strings, KryoSerializers::integers);

    private static JavaSparkContext spark;

    private final SimulatedDisk disk = new SimulatedDisk(1);

    @TempDir
    Path local;

    @BeforeAll
    static void startSpark() {
        spark = new JavaSparkContext(
                new SparkConf().setMaster("local[2]").setAppName("scan").set("spark.ui.enabled", "false"));
    }

    @AfterAll
    static void stopSpark() {
        spark.stop();
    }

    @Test
    void anOutageWhileTheStateIsOpenedIsOneToWaitFor() throws Exception {
        StateAccess writing = access(1, disk.client("writer"));
        List<byte[]> refs = List.of(commit(writing, 0, "a", 1), commit(writing, 1, "b", 2));
        Outage outage = new Outage(disk.client("reader"));
        StateAccess reading = access(2, outage);
        try {
            StateScanRDD<String, Integer, Integer> scan = scan(reading, refs);

            assertUnavailable(scan);

            outage.over = true;
            Set<Tuple2<String, Integer>> all = Set.of(new Tuple2<>("a", 1), new Tuple2<>("b", 2));
            assertEquals(all, Set.copyOf(scan.toJavaRDD().collect()), "once it is over");
        } finally {
            JvmResources.close(reading.checkpoint());
        }
    }

    @Test
    void anOutageWhileStateIsLoadedIsOneToWaitFor() {
        Outage outage = new Outage(disk.client("loader"));
        StateAccess access = access(1, outage);
        try {
            StateLoadRDD<String, Integer, Integer> load = new StateLoadRDD<>(
                    spark.parallelizePairs(List.of(new Tuple2<>("a", 1)), 1).rdd(),
                    access,
                    OPERATOR,
                    new Time(1),
                    new LoadFunction<>(false),
                    SERIALIZERS);

            assertUnavailable(load);

            outage.over = true;
            List<byte[]> refs = load.toJavaRDD().collect();
            assertEquals(
                    List.of(new Tuple2<>("a", 1)),
                    scan(access, refs).toJavaRDD().collect(),
                    "once it is over");
        } finally {
            JvmResources.close(access.checkpoint());
        }
    }

    /** A job fails for a reason that the driver tells from others. */
    private static void assertUnavailable(RDD<?> rdd) {
        SparkException failure =
                assertThrows(SparkException.class, () -> rdd.toJavaRDD().collect());
        assertTrue(
                Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause)
                        .anyMatch(StateUnavailableException.class::isInstance),
                failure.toString());
    }

    @Test
    void aTaskGetsTheVersionOfItsOwnPartitionAlone() {
        StateAccess nowhere = access(1, disk.client("nobody"));
        int few = taskBytes(scan(nowhere, Collections.nCopies(2, new byte[1_000])));
        int many = taskBytes(scan(nowhere, Collections.nCopies(2_000, new byte[1_000])));
        assertEquals(few, many);
    }

    private static int taskBytes(StateScanRDD<String, Integer, Integer> scan) {
        return SparkEnv.get()
                .closureSerializer()
                .newInstance()
                .serialize(scan, ClassTag$.MODULE$.apply(StateScanRDD.class))
                .limit();
    }

    private StateAccess access(long epoch, Storage storage) {
        CheckpointAccess checkpoint = new CheckpointAccess(local.toUri().toString(), Map.of(), epoch);
        JvmResources.get(checkpoint, Storage.class, () -> storage);
        return new StateAccess(checkpoint, local.resolve(String.valueOf(epoch)).toString(), 0, 50);
    }

    private static byte[] commit(StateAccess access, int partition, String key, int value) throws Exception {
        try (StateTransaction<String, Integer> transaction = access.store()
                .begin(
                        new StateId(OPERATOR, partition),
                        null,
                        StateVersion.of(1),
                        SERIALIZERS.forKeys(access, OPERATOR),
                        SERIALIZERS.forStates(access, OPERATOR))) {
            transaction.put(key, value);
            return transaction.commit().toBytes();
        }
    }

    private static StateScanRDD<String, Integer, Integer> scan(StateAccess access, List<byte[]> refs) {
        return new StateScanRDD<>(
                spark.sc(), access, OPERATOR, refs, null, new ShownState<>(value -> value), SERIALIZERS);
    }

    /** A storage that does not answer before the test says so. */
    private static final class Outage extends HookedStorage {

        // Set by the test's thread, read by those of tasks.
        private volatile boolean over;

        Outage(Storage storage) {
            super(storage, "client");
        }

        @Override
        protected void before(Operation operation) throws IOException {
            if (!over) {
                throw new IOException("No answer: " + operation);
            }
        }

        @Override
        protected void after(Operation operation) {}
    }
}
