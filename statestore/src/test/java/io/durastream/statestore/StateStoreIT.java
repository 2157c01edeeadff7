package io.durastream.statestore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.Clock;
import io.durastream.storage.Epoch;
import io.durastream.storage.Storage;
import io.durastream.storage.StorageOptions;
import io.durastream.storage.local.LocalStorage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The state store on a real disk, with real threads and real processes. */
final class StateStoreIT {

    private static final int KEYS = 100_000;
    private static final int CHANGES = 10_000;

    @TempDir
    Path directory;

    private static StateStore open(Storage storage, Path local, long epoch, String instance) throws IOException {
        return StateStore.open(
                storage,
                TestProcess.ROOT,
                local,
                new StateOwner(Epoch.of(epoch), instance, "here"),
                StateStoreOptions.defaults().withMemoryBytes(64 << 20).withCommitsPerSnapshot(10),
                Clock.system());
    }

    private static Storage storage(Path directory) throws IOException {
        return LocalStorage.open(directory.resolve("checkpoint"), Clock.system(), StorageOptions.defaults());
    }

    private static StateTransaction<String, Long> begin(StateStore store, @Nullable StateRef base, long version)
            throws IOException {
        return store.begin(
                TestProcess.ID, base, StateVersion.of(version), KryoSerializers.strings(), KryoSerializers.longs());
    }

    private static long get(StateView<String, Long> state, String key) {
        Long value = state.get(key);
        return value == null ? 0 : value;
    }

    @Test
    void attemptsThatRunAtTheSameTimeAllGetTheSameResult() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Storage storage = storage(directory);
                StateStore store = open(storage, directory.resolve("local"), 1, "driver")) {
            StateRef ref = increment(store, null, 0);
            Random random = new Random(7);
            for (int batch = 1; batch <= 60; batch++) {
                List<Future<StateRef>> attempts = new ArrayList<>();
                for (int attempt = 0; attempt < 4; attempt++) {
                    StateRef base = ref;
                    long version = batch;
                    attempts.add(threads.submit(() -> increment(store, base, version)));
                }
                StateRef winner = attempts.get(random.nextInt(4)).get(60, TimeUnit.SECONDS);
                // Some of the others are still running when the next batch begins.
                ref = winner;
            }
            try (StateView<String, Long> view =
                    store.view(TestProcess.ID, ref, KryoSerializers.strings(), KryoSerializers.longs())) {
                assertEquals(61, get(view, "n"));
            }
            assertNotNull(ref.snapshot());
        } finally {
            threads.shutdownNow();
            assertTrue(threads.awaitTermination(60, TimeUnit.SECONDS));
        }
    }

    private static StateRef increment(StateStore store, @Nullable StateRef base, long version) throws IOException {
        try (StateTransaction<String, Long> transaction = begin(store, base, version)) {
            transaction.put("n", get(transaction, "n") + 1);
            transaction.put("batch " + version, version);
            return transaction.commit();
        }
    }

    @Test
    void aKilledProcessLeavesALocalCopyThatTheNextOneUses() throws Exception {
        Path local = directory.resolve("local");
        StateRef last = killAfter(35);
        try (Storage storage = storage(directory);
                StateStore heir = open(storage, local, 2, "heir");
                StateView<String, Long> view =
                        heir.view(TestProcess.ID, last, KryoSerializers.strings(), KryoSerializers.longs())) {
            assertEquals(last.version().batchMillis(), get(view, "n"));
            assertFalse(Files.exists(own(local, "2-heir").resolve("state")), "nothing was restored elsewhere");
        }
    }

    private static Path own(Path local, String prefix) throws IOException {
        for (Path checkpoint : Directories.children(local)) {
            for (Path store : Directories.children(checkpoint)) {
                if (String.valueOf(store.getFileName()).startsWith(prefix)) {
                    return store;
                }
            }
        }
        throw new AssertionError("No directory of " + prefix);
    }

    /**
     * Runs {@link Victim} until it has told of so many commits, and kills it; returns the last one that it told of, which
     * may be a later one: a process is a little ahead of whoever reads what it says.
     */
    private StateRef killAfter(int commits) throws IOException, InterruptedException {
        Process victim = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Victim.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = victim.inputReader(StandardCharsets.US_ASCII)) {
            String last = "";
            for (int i = 0; i < commits; i++) {
                last = lines.readLine();
                assertNotNull(last, "the victim died by itself");
            }
            victim.toHandle().destroyForcibly();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = line.endsWith(Victim.END) ? line : last;
            }
            return StateRef.fromBytes(HexFormat.of().parseHex(last.substring(0, last.length() - 1)));
        } finally {
            victim.destroyForcibly().waitFor();
        }
    }

    /** Counts, and tells of every commit, until it is killed. */
    static final class Victim {

        /** A line without it was cut by the kill. */
        private static final String END = ".";

        private Victim() {}

        public static void main(String[] arguments) throws IOException {
            Path directory = Path.of(arguments[0]);
            try (Storage storage = storage(directory);
                    StateStore store = open(storage, directory.resolve("local"), 1, "victim")) {
                StateRef ref = null;
                for (long version = 1; version < 1_000_000; version++) {
                    ref = increment(store, ref, version);
                    System.out.println(HexFormat.of().formatHex(ref.toBytes()) + END);
                }
            }
        }
    }

    @Test
    void carriesAHundredThousandKeys() throws IOException {
        Clock clock = Clock.system();
        try (Storage storage = storage(directory)) {
            StateRef ref;
            try (StateStore store = open(storage, directory.resolve("local"), 1, "first")) {
                ref = fill(store);
                long start = clock.nanoTime();
                int batches = 40;
                for (int batch = 1; batch <= batches; batch++) {
                    ref = update(store, ref, batch);
                }
                report("commit of " + CHANGES + " changes on " + KEYS + " keys", clock.nanoTime() - start, batches);
                start = clock.nanoTime();
                int small = 200;
                for (int batch = 1; batch <= small; batch++) {
                    ref = increment(store, ref, batches + batch);
                }
                report("commit of 2 changes", clock.nanoTime() - start, small);
            }
            restore(storage, ref, "local", clock);
            restore(storage, ref, "elsewhere", clock);
        }
    }

    private static StateRef fill(StateStore store) throws IOException {
        try (StateTransaction<String, Long> transaction = begin(store, null, 0)) {
            for (int i = 0; i < KEYS; i++) {
                transaction.put("key-" + i, (long) i);
            }
            return transaction.commit();
        }
    }

    private static StateRef update(StateStore store, StateRef base, int batch) throws IOException {
        Random random = new Random(batch);
        try (StateTransaction<String, Long> transaction = begin(store, base, batch)) {
            for (int i = 0; i < CHANGES; i++) {
                String key = "key-" + random.nextInt(KEYS);
                transaction.put(key, get(transaction, key) + 1);
            }
            return transaction.commit();
        }
    }

    private void restore(Storage storage, StateRef ref, String local, Clock clock) throws IOException {
        try (StateStore store = open(storage, directory.resolve(local), 2, "restores-" + local)) {
            long start = clock.nanoTime();
            try (StateView<String, Long> view =
                    store.view(TestProcess.ID, ref, KryoSerializers.strings(), KryoSerializers.longs())) {
                get(view, "n");
                report("restore of " + KEYS + " keys, " + local, clock.nanoTime() - start, 1);
                start = clock.nanoTime();
                int entries = 0;
                try (StateIterator<StateEntry<String, Long>> all = view.entries()) {
                    for (; all.hasNext(); all.next()) {
                        entries++;
                    }
                }
                report("scan of " + entries + " entries", clock.nanoTime() - start, 1);
                assertTrue(entries > KEYS);
            }
        }
    }

    private static void report(String what, long nanos, int times) {
        System.out.printf("state store: %s: %.2f ms%n", what, nanos / 1e6 / times);
    }
}
