package io.durastream.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.Duration;
import io.durastream.Durations;
import io.durastream.PairDStream;
import io.durastream.SavedOperator;
import io.durastream.SavedState;
import io.durastream.StateCleanedUpException;
import io.durastream.StreamingContext;
import io.durastream.Time;
import io.durastream.statestore.StateIterator;
import io.durastream.storage.Clock;
import io.durastream.storage.DamagedFileException;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.storage.Storages;
import io.durastream.testkit.StreamTest;
import io.durastream.testkit.TestInput;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** Reading the state of an application that runs. */
class SavedStateIT {

    private static final Duration SECOND = Durations.seconds(1);

    @RegisterExtension
    static final LocalSpark SPARK = new LocalSpark();

    @TempDir
    Path directory;

    private StreamTest test;

    @BeforeEach
    void runThreeBatches() {
        test = StreamTest.withBatches(SECOND).on(SPARK.context()).checkpointedTo(directory);
        TestInput<String> words = test.input("words");
        words.addBatches(List.of("a", "b", "c", "a"), List.of("a", "b", "d"), List.of("a"), List.of("e"));
        test.start(context -> define(context, words));
        test.runBatches(3);
    }

    @AfterEach
    void end() {
        test.close();
    }

    private static void define(StreamingContext context, TestInput<String> words) {
        PairDStream<String, Integer> ones = words.stream(context).mapToPair(word -> new Tuple2<>(word, 1));
        ones.<Integer>updateStateByKey((more, before) -> Optional.of(before.orElse(0) + more.size()), 3)
                .uid("totals")
                .foreachRDD(rdd -> {});
        ones.<Integer>updateStateByKey((more, before) -> Optional.of(before.orElse(0) + more.size()), new Backwards())
                .uid("backwards")
                .foreachRDD(rdd -> {});
        ones.reduceByKeyAndWindow(Integer::sum, (sum, left) -> sum - left, SECOND.times(2), SECOND, 2, null)
                .uid("recent")
                .foreachRDD(rdd -> {});
    }

    @Test
    void showsTheNewestStateOfEachOperator() throws IOException {
        try (SavedState saved = open()) {
            assertEquals(
                    Map.of("totals", 3, "backwards", 2, "recent", 2),
                    saved.operators().stream()
                            .collect(HashMap::new, (map, it) -> map.put(it.id(), it.partitions()), HashMap::putAll));
            assertTrue(saved.operators().get(0).name().contains("SavedStateIT.java"), saved.operators()::toString);
            assertEquals(Map.of("a", 4, "b", 2, "c", 1, "d", 1), allOf(saved.operator("totals")));
            assertEquals(Map.of("a", 4, "b", 2, "c", 1, "d", 1), allOf(saved.operator("backwards")));
            assertEquals(Map.of("a", 2, "b", 1, "c", 0, "d", 1), allOf(saved.operator("recent")));
        }
    }

    @Test
    void findsKeysWhateverThePartitioner() throws IOException {
        try (SavedState saved = open()) {
            for (String id : List.of("totals", "backwards")) {
                try (SavedOperator<String, Integer> operator = saved.operator(id)) {
                    assertEquals(new Time(3_000), operator.batch());
                    assertEquals(4, operator.get("a"));
                    assertEquals(1, operator.get("d"));
                    assertNull(operator.get("e"));
                    assertEquals(4, operator.count());
                }
            }
            try (SavedOperator<String, Integer> recent = saved.operator("recent")) {
                assertEquals(2, recent.get("a"));
            }
        }
    }

    @Test
    void showsTheStateOfARetainedBatch() throws IOException {
        try (SavedState saved = open()) {
            List<Time> batches = saved.batches();
            assertTrue(batches.containsAll(List.of(new Time(2_000), new Time(3_000))), batches::toString);
            assertEquals(Map.of("a", 3, "b", 2, "c", 1, "d", 1), allOf(saved.operator("totals", new Time(2_000))));
        }
    }

    @Test
    void leavesTheCheckpointAsItIs() throws IOException {
        Path leftByACrash = Files.createDirectories(directory.resolve(".tmp")).resolve("put-1");
        Files.write(leftByACrash, new byte[1]);
        Files.setLastModifiedTime(leftByACrash, FileTime.fromMillis(0));
        List<Path> before = files();
        try (SavedState saved = open();
                SavedOperator<String, Integer> totals = saved.operator("totals")) {
            assertEquals(4, totals.count());
            assertEquals(before, files());
            test.runBatch();
            assertEquals(4, totals.count(), "what was opened stays as it was");
            assertEquals(5, allOf(saved.operator("totals")).size());
        }
    }

    @Test
    void saysWhatThereIsInsteadOfWhatIsAskedFor() throws IOException {
        try (SavedState saved = open()) {
            Exception noOperator = assertThrows(IllegalArgumentException.class, () -> saved.operator("total"));
            assertTrue(noOperator.toString().contains("[backwards, recent, totals]"), noOperator::toString);
            Exception noBatch =
                    assertThrows(IllegalArgumentException.class, () -> saved.operator("totals", new Time(3_500)));
            assertTrue(noBatch.toString().contains("3000 ms"), noBatch::toString);
        }
        Exception empty = assertThrows(
                FileNotFoundException.class,
                () -> SavedState.open(directory.resolve("elsewhere").toUri().toString()));
        assertTrue(empty.toString().contains("elsewhere"), empty::toString);
    }

    @Test
    void tellsStateThatWasCleanedUpFromStateThatIsDamaged() throws IOException {
        try (SavedState saved = open();
                SavedOperator<String, Integer> old = saved.operator("totals")) {
            test.runBatches(8);
            deleteState();
            StateCleanedUpException gone = assertThrows(StateCleanedUpException.class, () -> old.get("a"));
            assertTrue(gone.toString().contains("Open the newest batch again"), gone::toString);
            assertThrows(StateCleanedUpException.class, old::count);
            try (SavedOperator<String, Integer> newest = saved.operator("totals")) {
                DamagedFileException damaged = assertThrows(DamagedFileException.class, () -> newest.get("a"));
                assertTrue(damaged.toString().contains("state/totals/"), damaged::toString);
            }
        }
    }

    private SavedState open() throws IOException {
        return SavedState.open(directory.toUri().toString(), new Configuration(false));
    }

    private void deleteState() throws IOException {
        try (Storage storage = Storages.open(directory.toUri().toString(), new Configuration(false), Clock.system())) {
            for (var file : storage.list(StoragePath.of("state"))) {
                storage.delete(file.path());
            }
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static Map<String, Integer> allOf(SavedOperator<String, Integer> operator) {
        Map<String, Integer> all = new HashMap<>();
        try (operator;
                StateIterator<Tuple2<String, Integer>> entries = operator.entries()) {
            entries.forEachRemaining(entry -> assertNull(all.put(entry._1(), entry._2())));
        }
        return all;
    }

    /** Puts keys where nobody else would look for them. */
    private static final class Backwards extends Partitioner {

        private static final long serialVersionUID = 1;

        @Override
        public int numPartitions() {
            return 2;
        }

        @Override
        public int getPartition(Object key) {
            return 1 - Math.floorMod(key.hashCode(), 2);
        }
    }
}
