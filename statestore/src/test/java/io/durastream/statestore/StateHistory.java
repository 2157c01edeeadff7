package io.durastream.statestore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.StoragePath;
import io.durastream.storage.fault.Operation;
import io.durastream.storage.fault.OperationHook;
import io.durastream.storage.sim.SimulatedDisk;
import io.durastream.storage.sim.SimulatedStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A random history of one partition, beside a model of it in maps: batches of several attempts on several processes, of
 * which one wins; repeated evaluations; snapshots at random moments; processes that end or are killed, with or without their
 * local directory; garbage that is deleted as soon as nothing retained refers to it; and a standby, which follows now and then
 * and takes the place of a process. What is read must always be what the model has for that reference.
 */
final class StateHistory {

    private static final int FEW_KEYS = 12;
    /** Enough for several pages. */
    private static final int MANY_KEYS = 60;

    private static final int RETAINED = 4;
    private static final String STANDBY = "standby-";
    private static final Set<Operation.Kind> READING = Set.of(
            Operation.Kind.OPEN,
            Operation.Kind.READ,
            Operation.Kind.READ_AT,
            Operation.Kind.LENGTH,
            Operation.Kind.LIST);
    private static final int PROCESSES = 3;
    /** From hardly a row to all of them. */
    private static final List<Long> HEAPS = List.of(500L, 2_000L, 5_000L, 20_000L, 1L << 20);

    /** What a reference stands for. */
    private record Version(@Nullable StateRef ref, Map<String, String> values, Map<String, Long> timers) {}

    private final Random random;
    private final SimulatedDisk disk;
    private final Path directory;
    private final StateFiles files;
    private final List<TestProcess> processes = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final Deque<Version> retained = new ArrayDeque<>();
    private final long heapBytes;
    private final int keys;
    private Path local;
    private int started;
    private StandbyStore standby;
    private int version;

    StateHistory(long seed, Path directory) throws IOException {
        this.random = new Random(seed);
        this.heapBytes = anyOf(HEAPS);
        this.keys = random.nextBoolean() ? FEW_KEYS : MANY_KEYS;
        this.disk = new SimulatedDisk(seed);
        disk.hook(new OperationHook() {
            @Override
            public void before(Operation operation) {
                boolean allowed = !operation.client().startsWith(STANDBY) || READING.contains(operation.kind());
                assertTrue(allowed, operation.toString());
            }
        });
        this.directory = directory;
        this.local = Files.createDirectories(directory.resolve("local-0"));
        this.files = new StateFiles(disk.client("collector"), TestProcess.ROOT);
        retained.add(new Version(null, Map.of(), Map.of()));
        for (int i = 0; i < PROCESSES; i++) {
            start();
        }
        this.standby = standBy();
    }

    void run(int steps) throws IOException {
        try {
            for (int i = 0; i < steps; i++) {
                step();
            }
            check(retained.getLast());
        } finally {
            processes.forEach(TestProcess::close);
            standby.close();
        }
    }

    private void step() throws IOException {
        switch (random.nextInt(16)) {
            case 0 -> check(anyOf(List.copyOf(retained)));
            case 1 -> evaluateAgain();
            case 2, 3 -> anyOf(processes).runBackground();
            case 4 -> restartOne();
            case 5 -> {
                if (random.nextInt(3) == 0) {
                    killAll();
                }
            }
            case 6, 7, 8 -> follow();
            case 9 -> takeOver();
            default -> batch();
        }
    }

    /** Mostly the newest version; sometimes the one before again. */
    private void follow() throws IOException {
        StateRef ref = (random.nextInt(4) == 0 ? anyOf(List.copyOf(retained)) : retained.getLast()).ref();
        if (ref != null) {
            standby.follow(TestProcess.ID, StateRef.fromBytes(ref.toBytes()));
        }
    }

    /** One process dies, and the standby goes on in its place. */
    private void takeOver() throws IOException {
        int index = random.nextInt(processes.size());
        processes.remove(index).close();
        disk.crash(names.remove(index));
        String name = "p" + started++;
        names.add(name);
        processes.add(TestProcess.takeOver(standby, disk.client(name), 2 + started, name));
        standby = standBy();
    }

    private StandbyStore standBy() {
        String name = "s" + started++;
        Path own = random.nextBoolean() ? local : directory.resolve("standby-" + started);
        return TestProcess.standBy(disk.client(STANDBY + name), own, name, heapBytes);
    }

    private void batch() throws IOException {
        Version base = retained.getLast();
        version++;
        List<Version> attempts = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0 || attempts.isEmpty(); i--) {
            Version attempt = attempt(base, version);
            if (attempt != null) {
                attempts.add(attempt);
            }
        }
        if (random.nextInt(4) == 0) {
            check(anyOf(attempts));
        }
        retained.add(anyOf(attempts));
        if (retained.size() > RETAINED) {
            collect(retained.removeFirst());
        }
    }

    /** An earlier batch on its old base: its result is as good as the first one, and nobody builds upon it. */
    private void evaluateAgain() throws IOException {
        Version attempt = attempt(anyOf(List.copyOf(retained)), Math.max(1, version - random.nextInt(3)));
        if (attempt != null && random.nextBoolean()) {
            check(attempt);
        }
    }

    /** Null where the attempt is abandoned. */
    private @Nullable Version attempt(Version base, int number) throws IOException {
        Map<String, String> values = new TreeMap<>(base.values());
        Map<String, Long> timers = new HashMap<>(base.timers());
        try (StateTransaction<String, String> transaction = anyOf(processes).begin(base.ref(), number)) {
            for (int changes = random.nextInt(keys / 2); changes > 0; changes--) {
                change(transaction, values, timers);
            }
            if (random.nextInt(3) == 0) {
                changeAll(transaction, values, timers);
            }
            compare(transaction, values, timers);
            return random.nextInt(8) == 0 ? null : new Version(transaction.commit(), values, timers);
        }
    }

    private void change(
            StateTransaction<String, String> transaction, Map<String, String> values, Map<String, Long> timers) {
        String key = "key" + random.nextInt(keys);
        assertEquals(values.get(key), transaction.get(key));
        switch (random.nextInt(5)) {
            case 0 -> {
                transaction.remove(key);
                values.remove(key);
                timers.remove(key);
            }
            case 1 -> {
                long time = random.nextInt(100);
                transaction.setTimer(key, time);
                timers.put(key, time);
            }
            case 2 -> {
                transaction.clearTimer(key);
                timers.remove(key);
            }
            default -> {
                String value = "value" + random.nextInt(1000);
                transaction.put(key, value);
                values.put(key, value);
            }
        }
    }

    /** Of what has a value or gets something, most stays as it is. */
    private void changeAll(
            StateTransaction<String, String> transaction, Map<String, String> values, Map<String, Long> timers)
            throws IOException {
        Map<String, List<String>> arrived = new HashMap<>();
        for (int i = random.nextInt(keys / 2); i > 0; i--) {
            arrived.computeIfAbsent("key" + random.nextInt(keys), key -> new ArrayList<>())
                    .add("+" + i);
        }
        Map<String, String> before = Map.copyOf(values);
        Set<String> all = new TreeSet<>(before.keySet());
        all.addAll(arrived.keySet());
        for (String key : all) {
            String value = changed(arrived.getOrDefault(key, List.of()), before.get(key));
            if (value != null) {
                values.put(key, value);
            } else if (values.remove(key) != null) {
                timers.remove(key);
            }
        }
        int[] calls = new int[1];
        try {
            transaction.updateAll(arrived, (now, value) -> {
                calls[0]++;
                return changed(now, value);
            });
        } catch (Exception e) {
            throw new IOException(e);
        }
        assertEquals(all.size(), calls[0], "calls of the function");
    }

    private static @Nullable String changed(List<String> arrived, @Nullable String value) {
        if (arrived.isEmpty()) {
            return value;
        }
        String last = arrived.get(arrived.size() - 1);
        return last.endsWith("3") ? null : (value == null ? "new" : value) + String.join("", arrived);
    }

    private void check(Version expected) throws IOException {
        StateRef ref = expected.ref();
        if (ref != null) {
            try (StateView<String, String> view = anyOf(processes).view(StateRef.fromBytes(ref.toBytes()))) {
                compare(view, expected.values(), expected.timers());
            }
        }
    }

    private void compare(StateView<String, String> state, Map<String, String> values, Map<String, Long> timers) {
        assertEquals(values, TestProcess.entries(state));
        long before = random.nextInt(120);
        Map<String, Long> due = new HashMap<>(timers);
        due.values().removeIf(time -> time >= before);
        assertEquals(due, TestProcess.timers(state, before));
        assertNull(state.get("nobody's key"));
    }

    private void restartOne() throws IOException {
        int index = random.nextInt(processes.size());
        processes.remove(index).close();
        disk.crash(names.remove(index));
        start();
    }

    /** All processes die at once, and their successors find the local directory as it was, or none. */
    private void killAll() throws IOException {
        Path next = directory.resolve("local-" + started);
        if (random.nextBoolean()) {
            TestProcess.copyAsKilled(local, next);
        } else {
            Files.createDirectories(next);
        }
        processes.forEach(TestProcess::close);
        standby.close();
        names.forEach(disk::crash);
        Directories.delete(local);
        local = next;
        processes.clear();
        names.clear();
        for (int i = 0; i < PROCESSES; i++) {
            start();
        }
        standby = standBy();
    }

    private void start() {
        String name = "p" + started++;
        SimulatedStorage storage = disk.client(name);
        names.add(name);
        processes.add(TestProcess.startSmall(storage, local, name, heapBytes));
    }

    /** Deletes what only the dropped version needed. */
    private void collect(Version dropped) throws IOException {
        if (dropped.ref() == null) {
            return;
        }
        Set<StoragePath> garbage = new TreeSet<>(files.referencedBy(TestProcess.ID, dropped.ref()));
        for (Version kept : retained) {
            if (kept.ref() != null) {
                garbage.removeAll(files.referencedBy(TestProcess.ID, kept.ref()));
            }
        }
        SimulatedStorage collector = disk.client("deleter");
        for (StoragePath path : garbage) {
            collector.delete(path);
        }
        collector.close();
    }

    private <T> T anyOf(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
