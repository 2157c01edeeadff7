package io.durastream.recovery.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.StreamingContext;
import io.durastream.chaos.check.References;
import io.durastream.chaos.feed.FeedText;
import io.durastream.chaos.feed.LineFeeder;
import io.durastream.chaos.ledger.History;
import io.durastream.chaos.ledger.LedgerProgress;
import io.durastream.chaos.process.JavaProcess;
import io.durastream.checkpoint.BatchLog;
import io.durastream.checkpoint.BatchLogOptions;
import io.durastream.checkpoint.BatchState;
import io.durastream.checkpoint.GraphFiles;
import io.durastream.checkpoint.LogState;
import io.durastream.checkpoint.OperatorId;
import io.durastream.checkpoint.StateEntry;
import io.durastream.checkpoint.WriterId;
import io.durastream.runtime.receiver.ReceivedRange;
import io.durastream.statestore.StateFiles;
import io.durastream.statestore.StateId;
import io.durastream.statestore.StateRef;
import io.durastream.storage.Clock;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.wal.LogExtent;
import io.durastream.wal.SegmentedLog;
import io.durastream.wal.SegmentedLogOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damages each kind of file in a checkpoint directory that a killed driver left, and starts the application on it, on a
 * machine that has no state of its own: a torn tail is cut, and said to be; everything else is refused by name.
 */
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DamageRecoveryIT {

    private static final double RECORDS_PER_SECOND = 300;
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final StoragePath RECEIVED = StoragePath.of("received").resolve("lines");
    private static final StoragePath STATE = StoragePath.of("state");

    @TempDir
    static Path home;

    private final FeedText text = new FeedText(6, Integer.MAX_VALUE);
    private final List<Refusal> refusals = new ArrayList<>();
    private JavaSparkContext spark;
    private Path dead;
    private Path takenOver;
    private Path ledger;
    private int copies;

    /** A file, and the part of it that counts. */
    private record Target(String kind, StoragePath file, long from, long end) {

        static Target whole(String kind, Path directory, StoragePath file) throws IOException {
            return new Target(kind, file, 0, Files.size(directory.resolve(file.value())));
        }
    }

    private record Refusal(String what, String said) {}

    /**
     * Two directories: that of a driver that was killed while it received, and the same after a next driver took it over,
     * sealed what was received, compacted the log, and died too.
     */
    @BeforeAll
    void leaveADirectory() throws Exception {
        Drivers drivers = Drivers.in(home.resolve("dead"));
        LedgerProgress progress = new LedgerProgress(drivers.ledger());
        try (LineFeeder feeder = LineFeeder.start(text, RECORDS_PER_SECOND, 0, Clock.system());
                JavaProcess driver = drivers.start("driver", feeder.port())) {
            driver.await("some batches", LIMIT, () -> progress.batches() > 3 * Shape.COMMITS_PER_SNAPSHOT);
            driver.kill();
        }
        dead = drivers.checkpoint();
        ledger = drivers.ledger();
        copy(ledger, home.resolve("ledger-then"));
        takenOver = home.resolve("taken-over");
        copy(dead, takenOver);
        try (Storage storage = References.open(takenOver.toUri().toString())) {
            BatchLog log =
                    BatchLog.claim(storage, new WriterId("next"), "test", Clock.system(), BatchLogOptions.defaults());
            log.compact();
            received(storage).sealBefore(log.epoch());
        }
        spark = new JavaSparkContext(new SparkConf()
                .setMaster("local[3]")
                .setAppName("damage")
                .set("spark.ui.enabled", "false")
                .set("spark.default.parallelism", "2")
                .set("durastream.fenced.action", "stop")
                .set("durastream.state.localDirectory", home.resolve("local").toString()));
    }

    @AfterAll
    void stop() {
        spark.stop();
        refusals.forEach(refusal -> System.out.println(refusal.what() + ": " + refusal.said()));
    }

    @TestFactory
    List<DynamicTest> refusesDamage() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Target target : targetsIn(dead)) {
            tests.addAll(damages(dead, target));
        }
        for (Target target : targetsInTakenOver()) {
            tests.addAll(damages(takenOver, target));
        }
        return tests;
    }

    private List<DynamicTest> damages(Path directory, Target target) {
        return Stream.of(Damage.values())
                .filter(damage -> !(target.kind.equals("received, open") && damage.isCut()))
                .map(damage -> DynamicTest.dynamicTest(
                        target.kind + ", " + damage, () -> assertRefused(directory, target, damage)))
                .toList();
    }

    private void assertRefused(Path directory, Target target, Damage damage) throws Exception {
        Path copy = copyOf(directory);
        damage.to(copy.resolve(target.file.value()), target.from, target.end);
        String said = startAndWait(copy);
        refusals.add(new Refusal(target.kind + ", " + damage, said));
        assertFalse(said.isEmpty(), () -> "started on a damaged " + target.file);
        assertTrue(said.contains(target.file.value()), () -> target.file + " is not named: " + said);
        assertTrue(said.contains("offset "), () -> "no offset: " + said);
        assertTrue(
                said.contains("expected") || said.contains("match") || said.contains("missing"),
                () -> "no expectation: " + said);
        assertTrue(said.contains("Next step: put the file back from a copy; or, without one, "), said);
        Drivers.delete(copy);
    }

    @Test
    void cutsAnUnfinishedAppendAndSaysSo() throws Exception {
        Path copy = copyOf(dead);
        LogExtent last = lastReceived(copy);
        Path segment = copy.resolve(segmentOf(copy, last));
        byte[] content = Files.readAllBytes(segment);
        // The beginning of the record that is there, once more.
        int begun = Math.toIntExact(last.bytes() / 2);
        byte[] torn = java.util.Arrays.copyOfRange(
                content,
                Math.toIntExact(last.start().offset()),
                Math.toIntExact(last.start().offset()) + begun);
        long end = lastEnd(copy, last);
        try (var channel = java.nio.channels.FileChannel.open(segment, StandardOpenOption.WRITE)) {
            channel.truncate(end);
        }
        Files.write(segment, torn, StandardOpenOption.APPEND);
        assertRecovers(
                copy,
                "cut " + begun + " bytes of an unfinished append off " + segmentOf(copy, last) + " at offset " + end);
    }

    @Test
    void goesOnWithoutTheGraphAsTheRefusalSays() throws Exception {
        Path copy = copyOf(dead);
        LogState log = References.logState(copy.toUri().toString());
        StoragePath graph = GraphFiles.pathOf(log.application().orElseThrow().graph());
        Files.delete(copy.resolve(graph.value()));
        String said = startAndWait(copy);
        assertTrue(said.contains(graph + " at offset 0: the file is missing"), said);
        assertTrue(said.contains("call getOrCreate with createOnError = true"), said);
        assertRecovers(copy, "taken for none as asked", "-D" + Workload.CREATE_ON_ERROR + "=true");
    }

    @Test
    void takesNoNoticeOfWhatStandsBehindTheLastCommitOfAChangelog() throws Exception {
        Path copy = copyOf(dead);
        for (StateEntry entry : entries(copy)) {
            StateRef ref = StateRef.fromBytes(entry.ref().toByteArray());
            LogExtent last = ref.changelog().get(ref.changelog().size() - 1);
            Path segment = copy.resolve(changelogSegment(copy, entry, last).value());
            byte[] content = Files.readAllBytes(segment);
            Files.write(segment, java.util.Arrays.copyOf(content, Math.toIntExact(last.end() + 11)));
        }
        assertRecovers(copy, "");
    }

    private void assertRecovers(Path copy, String line, String... jvmOptions) throws Exception {
        Drivers.delete(ledger);
        copy(home.resolve("ledger-then"), ledger);
        Path log = home.resolve("recovered-" + copies + ".log");
        Drivers drivers = Drivers.in(copy.resolveSibling("home-" + copies));
        copy(copy, drivers.checkpoint());
        // Where a graph that was saved has its ledger: one that is defined anew shall go on there too.
        Files.delete(drivers.ledger());
        Files.createSymbolicLink(drivers.ledger(), ledger);
        LedgerProgress progress = new LedgerProgress(ledger);
        int before = progress.batches();
        try (JavaProcess driver = drivers.start("driver", 1, jvmOptions)) {
            driver.await("batches", LIMIT, () -> progress.batches() >= before + 5);
            driver.kill();
            assertTrue(Files.readString(driver.log()).contains(line), () -> line + " is not said. " + driver.tail());
        }
        assertEquals(List.of(), Oracle.judge(History.read(ledger), text::line, 0), log::toString);
    }

    /** What ended the application, in words; empty when it ran some batches. */
    private String startAndWait(Path checkpoint) throws Exception {
        Drivers.delete(ledger);
        LedgerProgress progress = new LedgerProgress(ledger);
        @Nullable StreamingContext context = null;
        try {
            context = Workload.open(checkpoint.toUri().toString(), "127.0.0.1", 1, ledger.toString());
            context.start();
            long deadline = Clock.system().nanoTime() + LIMIT.toNanos();
            while (progress.batches() < 4 && Clock.system().nanoTime() - deadline < 0) {
                if (context.awaitTerminationOrTimeout(50)) {
                    return "";
                }
            }
            return "";
        } catch (Exception e) {
            return Stream.iterate((Throwable) e, Objects::nonNull, Throwable::getCause)
                    .map(Throwable::toString)
                    .collect(Collectors.joining("\n  "));
        } finally {
            if (context != null) {
                context.stop(false, false);
            }
        }
    }

    private static List<Target> targetsIn(Path directory) throws IOException {
        List<Target> targets = new ArrayList<>();
        LogState log = References.logState(directory.toUri().toString());
        targets.add(Target.whole("entry", directory, entry(log.sequence())));
        targets.add(Target.whole("entry in the middle", directory, entry(log.sequence() / 2)));
        targets.add(Target.whole(
                "graph",
                directory,
                GraphFiles.pathOf(log.application().orElseThrow().graph())));
        LogExtent received = lastReceived(directory);
        targets.add(new Target(
                "received, open",
                StoragePath.of(segmentOf(directory, received)),
                received.endPosition().offset(),
                Files.size(directory.resolve(segmentOf(directory, received)))));
        targets.addAll(stateTargets(directory, entries(directory)));
        return targets;
    }

    private static List<Target> stateTargets(Path directory, List<StateEntry> entries) throws IOException {
        try (Storage storage = References.open(directory.toUri().toString())) {
            for (StateEntry entry : entries) {
                StateRef ref = StateRef.fromBytes(entry.ref().toByteArray());
                StateId id = new StateId(entry.operator().value(), entry.partition());
                StoragePath manifest = ref.snapshot();
                List<StoragePath> sst = new StateFiles(storage, STATE)
                        .referencedBy(id, ref).stream()
                                .filter(file -> file.name().endsWith(".sst"))
                                .toList();
                if (manifest != null && !sst.isEmpty() && !ref.changelog().isEmpty()) {
                    LogExtent changes = ref.changelog().get(0);
                    return List.of(
                            Target.whole("manifest", directory, manifest),
                            Target.whole("SST", directory, sst.get(0)),
                            new Target(
                                    "changelog",
                                    changelogSegment(directory, entry, changes),
                                    changes.start().offset(),
                                    changes.end()));
                }
            }
        }
        throw new AssertionError("No partition has a snapshot with SST files and changes behind it");
    }

    private List<Target> targetsInTakenOver() throws IOException {
        LogExtent received = lastReceived(takenOver);
        StoragePath segment = StoragePath.of(segmentOf(takenOver, received));
        StoragePath sealed =
                StoragePath.of(segment.value().substring(0, segment.value().lastIndexOf('/')) + "/sealed");
        return List.of(
                Target.whole("snapshot", takenOver, snapshot()),
                new Target(
                        "received, sealed",
                        segment,
                        received.endPosition().offset(),
                        Files.size(takenOver.resolve(segment.value()))),
                Target.whole("sealed end", takenOver, sealed));
    }

    private StoragePath snapshot() throws IOException {
        try (Stream<Path> files = Files.list(takenOver.resolve("batches"))) {
            return StoragePath.of("batches")
                    .resolve(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".snapshot"))
                            .findFirst()
                            .orElseThrow());
        }
    }

    private static StoragePath entry(long sequence) {
        return StoragePath.of("batches").resolve(String.format(java.util.Locale.ROOT, "%020d.entry", sequence));
    }

    private static List<StateEntry> entries(Path directory) throws IOException {
        LogState log = References.logState(directory.toUri().toString());
        return List.copyOf(log.stateOf(OperatorId.of(Workload.COUNTS)).values());
    }

    /** The last block that the log knows; more was received behind it, or this is no directory to test with. */
    private static LogExtent lastReceived(Path directory) throws IOException {
        LogState log = References.logState(directory.toUri().toString());
        List<BatchState> batches = List.copyOf(log.batches().values());
        ReceivedRange range =
                ReceivedRange.of(batches.get(batches.size() - 1).inputs().get(0));
        LogExtent through = Objects.requireNonNull(range.through(), "nothing was received");
        assertTrue(lastEnd(directory, through) > through.end(), "everything received was planned when the driver died");
        return through;
    }

    /** Where the last whole record ends in the segment of a block. */
    private static long lastEnd(Path directory, LogExtent block) throws IOException {
        try (Storage storage = References.open(directory.toUri().toString());
                var reader = received(storage).scan(block.endPosition())) {
            long end = block.end();
            for (var next = reader.next(); next.isPresent(); next = reader.next()) {
                end = next.get().extent().end();
            }
            return end;
        }
    }

    private static String segmentOf(Path directory, LogExtent block) throws IOException {
        try (Storage storage = References.open(directory.toUri().toString())) {
            return received(storage).segment(block.start()).value();
        }
    }

    private static StoragePath changelogSegment(Path directory, StateEntry entry, LogExtent changes)
            throws IOException {
        try (Storage storage = References.open(directory.toUri().toString())) {
            StoragePath root = STATE.resolve(entry.operator().value())
                    .resolve(Integer.toString(entry.partition()))
                    .resolve("changelog");
            return new SegmentedLog(storage, root, SegmentedLogOptions.defaults(), Clock.system())
                    .segment(changes.start());
        }
    }

    private static SegmentedLog received(Storage storage) {
        return new SegmentedLog(storage, RECEIVED, SegmentedLogOptions.defaults(), Clock.system());
    }

    private Path copyOf(Path directory) throws IOException {
        Path copy = home.resolve("copy-" + ++copies);
        copy(directory, copy);
        return copy;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
