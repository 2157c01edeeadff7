package io.durastream.statestore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.Clock;
import io.durastream.storage.StoragePath;
import io.durastream.storage.fault.Operation;
import io.durastream.storage.fault.OperationHook;
import io.durastream.storage.sim.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StandbyStoreTest {

    private static final int SNAPSHOT = TestProcess.OPTIONS.commitsPerSnapshot();
    private static final StateId OTHER = new StateId("counts", 1);

    private final SimulatedDisk disk = new SimulatedDisk(1);
    private final Operations operations = new Operations();
    private final Map<String, String> values = new TreeMap<>();

    @TempDir(factory = MemoryTempDir.class)
    Path local;

    private TestProcess leader;
    private StandbyStore standby;
    private int version;

    @Nullable
    private StateRef ref;

    @BeforeEach
    void start() {
        disk.hook(operations);
        leader = TestProcess.start(disk.client("leader"), local.resolve("leader"), "leader");
        standby = standBy("standby");
    }

    @AfterEach
    void stop() {
        standby.close();
        leader.close();
    }

    /** Where each commit has a file of its own. */
    @Test
    void readsOfEachCommitOnlyWhatIsNew() throws IOException {
        leader.close();
        StateStoreOptions options = TestProcess.OPTIONS.withChangelogSegmentBytes(1);
        leader = TestProcess.start(disk.client("small"), local.resolve("small"), "small", options);
        follow(commit(50));
        int most = 0;
        for (int i = 0; i < 4 * SNAPSHOT; i++) {
            StateRef next = commit(1);
            most = Math.max(most, next.changelog().size());
            operations.clear();
            follow(next);
            assertEquals(
                    List.of(Operation.Kind.OPEN),
                    operations.kinds("standby", Operation.Kind.OPEN, Operation.Kind.READ),
                    "one file of the changelog");
        }
        assertTrue(most > SNAPSHOT, "files that a reference names: " + most);
    }

    @Test
    void readsNothingWhenThereIsNothingNew() throws IOException {
        StateRef last = commit(5);
        follow(last);
        operations.clear();
        follow(last);
        assertEquals(List.of(), operations.kinds("standby"));
    }

    /** So that nothing is read, opened or applied between the claim and the first batch. */
    @Test
    void handsTheLiveStateOver() throws IOException {
        StateRef last = followSome(3 * SNAPSHOT + 1);
        operations.clear();
        try (TestProcess next = TestProcess.takeOver(standby, disk.client("next"), 2, "next");
                StateTransaction<String, String> first = next.begin(last, version + 1)) {
            assertEquals(values, TestProcess.entries(first));
            assertEquals(List.of(), operations.kinds("next"));
            assertEquals(List.of(), operations.kinds("standby"));
        }
    }

    @Test
    void catchesUpWithTheLastCommitsAfterTheTakeover() throws IOException {
        followSome(3 * SNAPSHOT + 1);
        commit(2);
        StateRef last = commit(2);
        operations.clear();
        try (TestProcess next = TestProcess.takeOver(standby, disk.client("next"), 2, "next")) {
            assertEquals(values, next.read(last));
            assertEquals(
                    List.of(Operation.Kind.OPEN),
                    operations.kinds("next", Operation.Kind.OPEN, Operation.Kind.READ),
                    "one file of the changelog");
        }
    }

    @Test
    void whatTheNewLeaderWritesHasItsEpoch() throws IOException {
        StateRef last = followSome(2 * SNAPSHOT + 1);
        operations.clear();
        try (TestProcess next = TestProcess.takeOver(standby, disk.client("next"), 2, "next")) {
            StateRef written = last;
            for (int i = 0; i < 4 * SNAPSHOT; i++) {
                written = next.commit(written, ++version, "key" + i, "new");
                values.put("key" + i, "new");
                next.runBackground();
            }
            assertTrue(written.lineage().value().startsWith("2-next-"), written.toString());
            assertEquals("host-of-next", written.location());
            assertTrue(String.valueOf(written.snapshot()).contains("/2-next-"), written.toString());
            Set<StoragePath> created = operations.paths("next", Operation.Kind.CREATE, Operation.Kind.PUT_IF_ABSENT);
            assertTrue(created.size() >= 3, created.toString());
            for (StoragePath path : created) {
                assertTrue(
                        path.value().contains("/2-next-") || path.value().contains("0000000002-next-"), path.value());
            }
            assertEquals(values, readElsewhere(written));
        }
    }

    /** A write-back that is on its way when the leader before makes a snapshot gives one that nobody could refer to. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void uploadsNoSnapshotInVain(int phase) throws IOException {
        for (int i = 0; i < 3 * SNAPSHOT + phase; i++) {
            commit(3);
        }
        StateRef at = followSome(2);
        operations.clear();
        Set<StoragePath> named = new HashSet<>();
        try (TestProcess next = TestProcess.takeOver(standby, disk.client("next"), 2, "next")) {
            for (int i = 0; i < 6 * SNAPSHOT; i++) {
                at = next.commit(at, ++version, "key" + i, "new");
                next.runBackground();
                named.add(Objects.requireNonNull(at.snapshot()));
            }
        }
        Set<StoragePath> made = operations.paths("next", Operation.Kind.PUT_IF_ABSENT);
        made.removeIf(path -> !path.value().endsWith(".manifest"));
        assertTrue(made.size() >= 3, made.toString());
        StoragePath first = made.iterator().next();
        assertTrue(named.contains(first), "nobody ever referred to " + first);
    }

    @Test
    void isOfferedOnce() throws IOException {
        StateRef last = followSome(1);
        try (TestProcess next = TestProcess.takeOver(standby, disk.client("next"), 2, "next")) {
            assertEquals(values, next.read(last));
            assertTrue(standby.handOver(disk.client("again"), TestProcess.owner(3, "again"))
                    .isEmpty());
            assertThrows(IllegalStateException.class, () -> standby.follow(TestProcess.ID, last));
            standby.close();
            assertEquals(values, next.read(last), "is not the standby's to close any more");
        }
    }

    /** A takeover in the middle of the first restore waits for it, and for no other partition, and does not begin it again. */
    @Test
    @Timeout(60)
    void handsOverWhatIsJustBeingRestored() throws IOException, InterruptedException, ExecutionException {
        for (int i = 0; i < 3 * SNAPSHOT; i++) {
            commit(3);
        }
        StateRef slow = commit(1);
        StateRef quick = leader.commit(OTHER, null, version, "k", "v");
        standby.follow(OTHER, quick);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            operations.clear();
            operations.hold("standby", ".sst");
            Future<?> following = threads.submit(() -> {
                standby.follow(TestProcess.ID, slow);
                return true;
            });
            operations.awaitHeld();
            try (TestProcess next = TestProcess.takeOver(standby, disk.client("next"), 2, "next")) {
                try (StateView<String, String> other = next.view(OTHER, quick)) {
                    assertEquals(Map.of("k", "v"), TestProcess.entries(other));
                }
                Future<Map<String, String>> reading = threads.submit(() -> next.read(slow));
                operations.release();
                following.get();
                assertEquals(values, reading.get());
                assertEquals(List.of(), operations.kinds("next"), "everything was read by the standby");
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void staysWhereItIsWhileTheStorageIsAwayAndGoesOnThen() throws IOException {
        followSome(3 * SNAPSHOT);
        StateRef next = commit(2);
        operations.away = "standby";
        for (int i = 0; i < 5; i++) {
            assertThrows(IOException.class, () -> follow(next));
        }
        operations.away = "";
        operations.clear();
        follow(next);
        assertEquals(
                List.of(Operation.Kind.OPEN),
                operations.kinds("standby", Operation.Kind.OPEN, Operation.Kind.READ),
                "was not restored anew");
        assertHandedOverIs(values, next);
    }

    @Test
    void isRestoredAgainWhereTheChangelogDoesNotReachBackToIt() throws IOException {
        StateRef last = followSome(SNAPSHOT);
        for (int i = 0; i < 5 * SNAPSHOT; i++) {
            last = commit(2);
        }
        operations.clear();
        follow(last);
        assertTrue(operations.paths("standby", Operation.Kind.OPEN).stream()
                .anyMatch(path -> path.value().endsWith(".sst")));
        assertEquals(1, copies(TestProcess.ID), "the superseded copy is deleted");
        assertHandedOverIs(values, last);
    }

    @Test
    void saysThatAFileIsGoneAndTriesTheNextReference() throws IOException {
        for (int i = 0; i < 3 * SNAPSHOT; i++) {
            commit(2);
        }
        StateRef old = requireRef();
        StateRef last = old;
        for (int i = 0; i < 3 * SNAPSHOT; i++) {
            last = commit(2);
        }
        delete(old, last);
        IOException gone = assertThrows(IOException.class, () -> follow(old));
        assertTrue(String.valueOf(gone.getMessage()).contains("missing"), gone.getMessage());
        follow(last);
        assertHandedOverIs(values, last);
    }

    @Test
    void doesNotGoBack() throws IOException {
        StateRef first = commit(2);
        StateRef last = commit(2);
        follow(last);
        operations.clear();
        follow(first);
        assertEquals(List.of(), operations.kinds("standby"));
        assertHandedOverIs(values, last);
    }

    /** A commit that lost, as a crashed leader may leave one: what was followed of it must not shine through. */
    @Test
    void doesNotBuildUponAnotherLine() throws IOException {
        StateRef base = followSome(1);
        StateRef lost = leader.commit(base, version + 1, "lost", "1");
        StateRef won = leader.commit(base, version + 1, "won", "1");
        follow(lost);
        StateRef next = leader.commit(won, version + 2, "next", "1");
        follow(next);
        values.putAll(Map.of("won", "1", "next", "1"));
        assertHandedOverIs(values, next);
    }

    @Test
    void givesUpWhatIsNotFollowedAnyMore() throws IOException {
        StateRef other = leader.commit(OTHER, null, 1, "k", "v");
        standby.follow(OTHER, other);
        assertEquals(1, copies(OTHER));
        for (int i = 0; i <= 3 * SNAPSHOT; i++) {
            follow(commit(1));
        }
        assertEquals(0, copies(OTHER));
        assertEquals(1, copies(TestProcess.ID));
        standby.follow(OTHER, other);
        assertEquals(1, copies(OTHER));
    }

    /** Of an operator that vanished as a whole nobody asks for another partition. */
    @Test
    void givesUpAnOperatorThatVanished() throws IOException {
        StateId vanished = new StateId("vanished", 0);
        standby.follow(vanished, leader.commit(vanished, null, 1, "k", "v"));
        for (int i = 0; i <= 3 * SNAPSHOT; i++) {
            follow(commit(1));
        }
        assertEquals(0, copies(vanished));
    }

    @Test
    void leavesACopyThatTheNextProcessGoesOnWith() throws IOException {
        StateRef last = followSome(4 * SNAPSHOT);
        standby.close();
        operations.clear();
        try (TestProcess next = TestProcess.start(disk.client("next"), local.resolve("standby"), "next")) {
            assertEquals(values, next.read(last));
            assertFalse(operations.paths("next", Operation.Kind.OPEN).stream()
                    .anyMatch(path -> path.value().endsWith(".sst")));
        }
    }

    @Test
    void isWrittenBackAsOftenAsALeaderSnapshots() throws IOException {
        followSome(1);
        for (int i = 0; i < 5 * SNAPSHOT; i++) {
            follow(commit(2));
        }
        StateRef last = requireRef();
        Path killed = local.resolve("killed");
        TestProcess.copyAsKilled(local.resolve("standby"), killed);
        LocalDirectories directories =
                LocalDirectories.open(killed, disk.client("x").location() + "/state", "inspector");
        List<LocalCopy> left = directories.leftBehind(TestProcess.ID);
        assertEquals(1, left.size());
        RocksResources resources = new RocksResources(1 << 20, Clock.system());
        RocksInstance db = RocksInstance.open(resources, left.get(0));
        assertFalse(db.content().equals(Span.EMPTY), "something was written back");
        db.release();
        resources.close();
        directories.close();
        operations.clear();
        try (TestProcess next = TestProcess.start(disk.client("next"), killed, "next")) {
            assertEquals(values, next.read(last));
            assertFalse(operations.paths("next", Operation.Kind.OPEN).stream()
                    .anyMatch(path -> path.value().endsWith(".sst")));
        }
    }

    @Test
    void damageInACopyThatWasLeftBehindIsFound() throws IOException {
        StateRef last = followSome(4 * SNAPSHOT);
        standby.close();
        try (Stream<Path> tree = Files.walk(local.resolve("standby"))) {
            List<Path> files =
                    tree.filter(file -> file.toString().endsWith(".sst")).toList();
            assertFalse(files.isEmpty());
            for (Path file : files) {
                byte[] content = Files.readAllBytes(file);
                for (int i = 0; i < content.length; i += 7) {
                    content[i] ^= 0x40;
                }
                Files.write(file, content);
            }
        }
        try (TestProcess next = TestProcess.start(disk.client("next"), local.resolve("standby"), "next")) {
            assertEquals(values, readTwice(next, last));
        }
    }

    @Test
    void saysWhenTheLocalDiskFailsAndGoesOnWhenItIsGoodAgain() throws IOException {
        StateRef last = commit(4);
        Path own;
        try (Stream<Path> stores = Files.walk(local.resolve("standby"), 2)) {
            own = stores.filter(path -> path.getNameCount() == local.getNameCount() + 3)
                    .findFirst()
                    .orElseThrow();
        }
        Path blocked = Files.writeString(own.resolve("state"), "no directory");
        assertThrows(IOException.class, () -> follow(last));
        Files.delete(blocked);
        follow(last);
        assertHandedOverIs(values, last);
    }

    private Map<String, String> readTwice(TestProcess process, StateRef at) throws IOException {
        try {
            return process.read(at);
        } catch (LocalStateException e) {
            return process.read(at);
        }
    }

    private void assertHandedOverIs(Map<String, String> expected, StateRef at) throws IOException {
        try (TestProcess next = TestProcess.takeOver(standby, disk.client("next"), 2, "next")) {
            assertEquals(expected, next.read(at));
        }
    }

    private Map<String, String> readElsewhere(StateRef at) throws IOException {
        try (TestProcess reader = TestProcess.start(disk.client("reader"), local.resolve("reader"), "reader")) {
            return reader.read(at);
        }
    }

    private StateRef followSome(int commits) throws IOException {
        for (int i = 0; i < commits; i++) {
            follow(commit(3));
        }
        return requireRef();
    }

    private void follow(StateRef at) throws IOException {
        standby.follow(TestProcess.ID, StateRef.fromBytes(at.toBytes()));
    }

    /** Changes so many keys, some of them again. */
    private StateRef commit(int keys) throws IOException {
        version++;
        String[] changes = new String[2 * keys];
        for (int i = 0; i < keys; i++) {
            changes[2 * i] = "key" + (version * 3 + i) % 40;
            changes[2 * i + 1] = "value " + version;
            values.put(changes[2 * i], changes[2 * i + 1]);
        }
        StateRef next = leader.commit(ref, version, changes);
        leader.runBackground();
        ref = next;
        return next;
    }

    private StateRef requireRef() {
        if (ref == null) {
            throw new IllegalStateException("nothing was committed");
        }
        return ref;
    }

    /** What only the older reference needs. */
    private void delete(StateRef older, StateRef newer) throws IOException {
        StateFiles files = new StateFiles(disk.client("files"), TestProcess.ROOT);
        Set<StoragePath> garbage = new HashSet<>(files.referencedBy(TestProcess.ID, older));
        garbage.removeAll(files.referencedBy(TestProcess.ID, newer));
        assertFalse(garbage.isEmpty());
        for (StoragePath path : garbage) {
            disk.client("deleter").delete(path);
            disk.crash("deleter");
        }
    }

    private StandbyStore standBy(String name) {
        return TestProcess.standBy(disk.client(name), local.resolve(name), name);
    }

    private int copies(StateId id) throws IOException {
        String partition = "/state/" + id.operator() + "/" + id.partition();
        try (Stream<Path> tree = Files.walk(local.resolve("standby"))) {
            return (int) tree.filter(path -> String.valueOf(path.getParent()).endsWith(partition))
                    .count();
        }
    }

    /** What clients of the disk do; some of it fails or waits. */
    private static final class Operations implements OperationHook {

        volatile String away = "";
        private volatile String heldClient = "";
        private volatile String heldPath = "";
        private final CountDownLatch held = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);
        private final Queue<Operation> all = new ConcurrentLinkedQueue<>();

        @Override
        public void before(Operation operation) throws IOException {
            if (operation.client().equals(away)) {
                throw new IOException("the storage is away");
            }
            if (operation.client().equals(heldClient)
                    && operation.path().value().endsWith(heldPath)) {
                held.countDown();
                try {
                    assertTrue(released.await(30, TimeUnit.SECONDS));
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            all.add(operation);
        }

        void hold(String client, String path) {
            heldClient = client;
            heldPath = path;
        }

        void awaitHeld() throws InterruptedException {
            assertTrue(held.await(30, TimeUnit.SECONDS));
        }

        void release() {
            released.countDown();
        }

        void clear() {
            all.clear();
        }

        List<Operation.Kind> kinds(String client, Operation.Kind... kinds) {
            Set<Operation.Kind> wanted = kinds.length == 0 ? Set.of(Operation.Kind.values()) : Set.of(kinds);
            return all.stream()
                    .filter(operation -> operation.client().equals(client))
                    .map(Operation::kind)
                    .filter(wanted::contains)
                    .toList();
        }

        /** In the order of the first operation on each. */
        Set<StoragePath> paths(String client, Operation.Kind... kinds) {
            Set<StoragePath> paths = new LinkedHashSet<>();
            all.stream()
                    .filter(operation ->
                            operation.client().equals(client) && Set.of(kinds).contains(operation.kind()))
                    .forEach(operation -> paths.add(operation.path()));
            return paths;
        }

        @Override
        public String toString() {
            return all.toString();
        }
    }
}
