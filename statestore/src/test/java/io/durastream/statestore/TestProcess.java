package io.durastream.statestore;

import io.durastream.storage.Clock;
import io.durastream.storage.Epoch;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A process with a state store whose background work runs when the test says so; keys and values are texts. */
final class TestProcess implements AutoCloseable {

    static final StoragePath ROOT = StoragePath.of("state");
    static final StateId ID = new StateId("counts", 0);
    static final StateStoreOptions OPTIONS =
            StateStoreOptions.defaults().withMemoryBytes(8 << 20).withCommitsPerSnapshot(3);

    private static final int PAGE_BYTES = 64;
    private static final int MAX_COPIES = 10;

    final Storage storage;
    final StateStore store;
    private final Queue<Runnable> background = new ArrayDeque<>();

    private TestProcess(Storage storage, Function<Executor, StateStore> opening) {
        this.storage = storage;
        this.store = opening.apply(background::add);
    }

    private static TestProcess start(
            Storage storage,
            Path local,
            String instance,
            StateStoreOptions options,
            HeapBudget heap,
            SnapshotPace pace) {
        StateOwner owner = owner(1, instance);
        Clock clock = Clock.system();
        UniqueNames names = new UniqueNames(owner, clock);
        try {
            LocalStates states = LocalStates.open(storage, ROOT, local, names, options, heap, clock);
            return new TestProcess(
                    storage,
                    background ->
                            new StateStore(storage, ROOT, owner, options, clock, names, background, states, pace));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static StateOwner owner(long epoch, String instance) {
        return new StateOwner(Epoch.of(epoch), instance, "host-of-" + instance);
    }

    /** A process that stands by, with room for so much. */
    static StandbyStore standBy(Storage storage, Path local, String instance, long heapBytes) {
        HeapBudget heap = new HeapBudget(heapBytes, PAGE_BYTES);
        SnapshotPace pace = new SnapshotPace(OPTIONS.commitsPerSnapshot(), 0);
        try {
            return new StandbyStore(storage, ROOT, local, owner(1, instance), OPTIONS, Clock.system(), heap, pace);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static StandbyStore standBy(Storage storage, Path local, String instance) {
        return standBy(storage, local, instance, OPTIONS.heapBytes());
    }

    /** The process of a standby that leads now. */
    static TestProcess takeOver(StandbyStore standby, Storage storage, long epoch, String instance) {
        return new TestProcess(
                storage,
                background -> standby.handOver(storage, owner(epoch, instance), background)
                        .orElseThrow());
    }

    static TestProcess start(Storage storage, Path local, String instance) {
        return start(storage, local, instance, OPTIONS);
    }

    static TestProcess start(Storage storage, Path local, String instance, StateStoreOptions options) {
        return start(storage, local, instance, options, new HeapBudget(options.heapBytes()), SnapshotPace.of(options));
    }

    static TestProcess start(Storage storage, Path local, String instance, HeapBudget heap, SnapshotPace pace) {
        return start(storage, local, instance, OPTIONS, heap, pace);
    }

    /** One whose heap tier has room for a few rows only, in small pages, and that writes back in the smallest steps. */
    static TestProcess startSmall(Storage storage, Path local, String instance, long heapBytes) {
        SnapshotPace pace = new SnapshotPace(OPTIONS.commitsPerSnapshot(), 0);
        return start(storage, local, instance, new HeapBudget(heapBytes, PAGE_BYTES), pace);
    }

    /** Runs the background work that waits. */
    void runBackground() {
        for (Runnable task = background.poll(); task != null; task = background.poll()) {
            task.run();
        }
    }

    StateTransaction<String, String> begin(@Nullable StateRef base, long version) throws IOException {
        return begin(ID, base, version);
    }

    StateTransaction<String, String> begin(StateId id, @Nullable StateRef base, long version) throws IOException {
        return store.begin(id, base, StateVersion.of(version), KryoSerializers.strings(), KryoSerializers.strings());
    }

    StateView<String, String> view(StateRef at) throws IOException {
        return view(ID, at);
    }

    StateView<String, String> view(StateId id, StateRef at) throws IOException {
        return store.view(id, at, KryoSerializers.strings(), KryoSerializers.strings());
    }

    /** Puts keys and values, given in turn, and commits. */
    StateRef commit(@Nullable StateRef base, long version, String... keysAndValues) throws IOException {
        return commit(ID, base, version, keysAndValues);
    }

    StateRef commit(StateId id, @Nullable StateRef base, long version, String... keysAndValues) throws IOException {
        try (StateTransaction<String, String> transaction = begin(id, base, version)) {
            for (int i = 0; i < keysAndValues.length; i += 2) {
                transaction.put(keysAndValues[i], keysAndValues[i + 1]);
            }
            return transaction.commit();
        }
    }

    Map<String, String> read(StateRef at) throws IOException {
        try (StateView<String, String> view = view(at)) {
            return entries(view);
        }
    }

    static Map<String, String> entries(StateView<String, String> state) {
        Map<String, String> entries = new TreeMap<>();
        try (StateIterator<StateEntry<String, String>> rows = state.entries()) {
            rows.forEachRemaining(entry -> entries.put(entry.key(), entry.value()));
        }
        return entries;
    }

    static Map<String, Long> timers(StateView<String, String> state, long before) {
        Map<String, Long> timers = new HashMap<>();
        try (StateIterator<StateTimer<String>> rows = state.expired(before)) {
            rows.forEachRemaining(timer -> timers.put(timer.key(), timer.millis()));
        }
        return timers;
    }

    /** Copies a local directory as kill -9 leaves it: what RocksDB has only in memory is missing. */
    static void copyAsKilled(Path from, Path to) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                copy(from, to);
                return;
            } catch (NoSuchFileException e) {
                // A compaction ended meanwhile.
                Directories.delete(to);
                if (attempt == MAX_COPIES) {
                    throw e;
                }
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> paths = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(from)) {
            tree.forEach(paths::add);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path path : paths) {
            Path target = to.resolve(from.relativize(path).toString());
            if (Files.isDirectory(path)) {
                Files.createDirectories(target);
            } else {
                Files.copy(path, target);
            }
        }
    }

    @Override
    public void close() {
        store.close();
        // What still waits gives its resources back.
        runBackground();
    }
}
