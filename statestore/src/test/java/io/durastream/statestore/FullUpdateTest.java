package io.durastream.statestore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.FileInfo;
import io.durastream.storage.sim.SimulatedDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link StateTransaction#updateAll}. */
final class FullUpdateTest {

    private static final StateUpdate<String, String> APPEND =
            (arrived, before) -> (before == null ? "" : before) + String.join("", arrived);

    @TempDir(factory = MemoryTempDir.class)
    Path local;

    private final SimulatedDisk disk = new SimulatedDisk(1);
    private final List<TestProcess> processes = new ArrayList<>();

    @AfterEach
    void closeProcesses() {
        processes.forEach(TestProcess::close);
    }

    private TestProcess start(String instance) {
        return started(TestProcess.start(disk.client(instance), local.resolve(instance), instance));
    }

    private TestProcess started(TestProcess process) {
        processes.add(process);
        return process;
    }

    @Test
    void callsTheFunctionOnceForEachKeyThatHasAValueOrGetsSomething() throws Exception {
        TestProcess process = start("a");
        StateRef base = process.commit(null, 1, "apple", "1", "pear", "1", "plum", "1");
        Map<String, List<String>> arrived = Map.of("pear", List.of("2", "3"), "fig", List.of("4"), "nut", List.of("5"));
        try (StateTransaction<String, String> transaction = process.begin(base, 2)) {
            List<String> calls = new ArrayList<>();
            transaction.updateAll(arrived, (now, before) -> {
                calls.add(before + " " + now);
                return now.contains("5") ? null : APPEND.update(now, before);
            });
            calls.sort(null);
            assertEquals(List.of("1 [2, 3]", "1 []", "1 []", "null [4]", "null [5]"), calls);
            Map<String, String> updated = Map.of("apple", "1", "pear", "123", "plum", "1", "fig", "4");
            assertEquals(updated, TestProcess.entries(transaction));
            assertEquals(updated, process.read(transaction.commit()));
        }
    }

    @Test
    void removesKeysWithTheirTimersAndKeepsTheTimersOfOthers() throws Exception {
        TestProcess process = start("a");
        try (StateTransaction<String, String> transaction = process.begin(null, 1)) {
            transaction.put("kept", "1");
            transaction.put("removed", "2");
            for (String key : List.of("kept", "removed", "empty")) {
                transaction.setTimer(key, 7);
            }
            transaction.updateAll(
                    Map.of("empty", List.of("3")), (now, before) -> "2".equals(before) ? null : before + now);
            assertEquals(Map.of("kept", "1[]", "empty", "null[3]"), TestProcess.entries(transaction));
            assertEquals(OptionalLong.of(7), transaction.timer("kept"));
            assertEquals(OptionalLong.of(7), transaction.timer("empty"));
            assertEquals(OptionalLong.empty(), transaction.timer("removed"));
        }
    }

    @Test
    void writesNothingWhereNothingChanges() throws Exception {
        TestProcess process = start("a");
        StateRef base = process.commit(null, 1, "apple", "1", "pear", "");
        List<FileInfo> files = disk.files();
        try (StateTransaction<String, String> transaction = process.begin(base, 2)) {
            transaction.updateAll(Map.of(), APPEND);
            assertEquals(base.changelog(), transaction.commit().changelog());
        }
        assertEquals(files, disk.files());
    }

    @Test
    void noticesThatTheValueBeforeWasChangedInPlace() throws Exception {
        TestProcess process = start("a");
        StateSerializer<int[]> numbers = KryoSerializers.any();
        StateRef ref;
        try (var transaction =
                process.store.begin(TestProcess.ID, null, StateVersion.of(1), KryoSerializers.strings(), numbers)) {
            transaction.put("n", new int[] {1});
            ref = transaction.commit();
        }
        try (var transaction =
                process.store.begin(TestProcess.ID, ref, StateVersion.of(2), KryoSerializers.strings(), numbers)) {
            transaction.<Integer>updateAll(Map.of("n", List.of(5)), (arrived, before) -> {
                int[] number = Objects.requireNonNull(before);
                number[0] += arrived.get(0);
                return number;
            });
            ref = transaction.commit();
        }
        try (var view = process.store.view(TestProcess.ID, ref, KryoSerializers.strings(), numbers)) {
            int[] value = view.get("n");
            assertTrue(value != null && value[0] == 6, "what the function made of it");
        }
    }

    @Test
    void tellsKeysOfTheSameHashApart() throws Exception {
        List<String> keys = colliding();
        TestProcess process = start("a");
        Map<String, String> model = new HashMap<>();
        StateRef ref = null;
        for (int batch = 1; batch <= 4; batch++) {
            Map<String, List<String>> arrived = new HashMap<>();
            // At first one of each two, which may be the larger one, then the other, then both.
            for (int i = batch == 2 ? 1 : 0; i < keys.size(); i += batch < 3 ? 2 : 1) {
                arrived.put(keys.get(i), List.of(i + "/" + batch));
                model.merge(keys.get(i), i + "/" + batch, String::concat);
            }
            ref = update(process, ref, batch, arrived);
            assertEquals(model, process.read(ref));
        }
        assertEquals(model, start("b").read(Objects.requireNonNull(ref)), "restored");
    }

    /** Pairs of texts with the same hash. */
    private static List<String> colliding() {
        Random random = new Random(1);
        Map<Integer, String> seen = new HashMap<>();
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < 300_000; i++) {
            // Texts that count up have hashes that differ.
            String text = Long.toString(random.nextLong(), Character.MAX_RADIX);
            String other = seen.put(new Bytes(text.getBytes(StandardCharsets.UTF_8)).hash(), text);
            if (other != null) {
                pairs.add(other);
                pairs.add(text);
            }
        }
        assertTrue(pairs.size() >= 4, "collisions: " + pairs);
        return pairs;
    }

    @Test
    void takesLargeValuesAndManyPages() throws Exception {
        TestProcess process = start("a");
        Map<String, String> model = new TreeMap<>();
        StateRef ref = null;
        for (int batch = 1; batch <= 4; batch++) {
            Map<String, List<String>> arrived = new HashMap<>();
            for (int i = batch; i < 3_000; i += batch) {
                String text = String.valueOf(i % 10).repeat(i % 7 == 0 ? HeapRow.LARGE_BYTES : 10);
                arrived.put("key" + i, List.of(text));
                model.merge("key" + i, text, String::concat);
            }
            ref = update(process, ref, batch, arrived);
            assertEquals(model, process.read(ref));
        }
    }

    @Test
    void seesTheStateThatItBeganWithWhateverHappensMeanwhile() throws Exception {
        HeapBudget smallPages = new HeapBudget(8_000, 512);
        TestProcess process = started(
                TestProcess.start(disk.client("a"), local, "a", smallPages, SnapshotPace.of(TestProcess.OPTIONS)));
        StateRef base = update(process, null, 1, numbered("a"));
        StateRef next = update(process, base, 2, numbered("b"));
        try (StateTransaction<String, String> late = process.begin(base, 2);
                StateView<String, String> view = process.view(base);
                StateIterator<StateEntry<String, String>> entries = view.entries()) {
            assertEquals("a", entries.next().value());
            List<String> seen = new ArrayList<>();
            late.<String>updateAll(Map.of(), (arrived, before) -> {
                seen.add(before);
                if (seen.size() == 100) {
                    // Others go on: what is scanned is changed, written back, evicted and read in again.
                    update(process, next, 3, numbered("c"));
                    process.runBackground();
                    process.commit(null, 1, "other", "x".repeat(8_000));
                }
                return before + "late";
            });
            assertEquals(
                    numbered("a").values().stream().map(list -> list.get(0)).toList(), seen);
            entries.forEachRemaining(entry -> assertEquals("a", entry.value()));
        }
    }

    private static Map<String, List<String>> numbered(String value) {
        Map<String, List<String>> arrived = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            arrived.put("key" + i, List.of(value));
        }
        return arrived;
    }

    @Test
    void joinsWhatArrivedUnderDifferentObjectsThatAreTheSameKey() throws Exception {
        TestProcess process = start("a");
        Map<String, List<String>> arrived = new LinkedHashMap<>();
        for (String key : List.of("Fig", "fig", "FIG")) {
            arrived.put(key, List.of(key));
        }
        try (var transaction = process.store.begin(
                TestProcess.ID, null, StateVersion.of(1), new IgnoringCase(), KryoSerializers.strings())) {
            transaction.updateAll(arrived, APPEND);
            assertEquals(Map.of("fig", "FigfigFIG"), TestProcess.entries(transaction));
        }
    }

    private static final class IgnoringCase implements StateSerializer<String> {

        private final StateSerializer<String> strings = KryoSerializers.strings();

        @Override
        public byte[] serialize(String value) {
            return strings.serialize(value.toLowerCase(Locale.ROOT));
        }

        @Override
        public String deserialize(byte[] bytes) {
            return strings.deserialize(bytes);
        }

        @Override
        public String format() {
            return "lower-case/1";
        }
    }

    @Test
    void passesTheFunctionsExceptionOnAndIsRefusedAfterTheEnd() throws Exception {
        TestProcess process = start("a");
        StateRef base = process.commit(null, 1, "apple", "1");
        StateUpdate<String, String> failing = (arrived, before) -> {
            throw new IOException("planted");
        };
        try (StateTransaction<String, String> transaction = process.begin(base, 2)) {
            assertEquals(
                    "planted",
                    assertThrows(IOException.class, () -> transaction.updateAll(Map.of(), failing))
                            .getMessage());
            transaction.commit();
            assertThrows(IllegalStateException.class, () -> transaction.updateAll(Map.of(), APPEND));
        }
    }

    private static StateRef update(
            TestProcess process, @Nullable StateRef base, long version, Map<String, List<String>> arrived)
            throws Exception {
        try (StateTransaction<String, String> transaction = process.begin(base, version)) {
            transaction.updateAll(arrived, APPEND);
            return transaction.commit();
        }
    }
}
