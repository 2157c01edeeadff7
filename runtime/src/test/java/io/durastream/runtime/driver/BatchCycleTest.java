package io.durastream.runtime.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.checkpoint.BatchLog;
import io.durastream.checkpoint.BatchLogOptions;
import io.durastream.checkpoint.BatchLogView;
import io.durastream.checkpoint.BatchRecord;
import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.Bytes;
import io.durastream.checkpoint.Cleaner;
import io.durastream.checkpoint.CommitOutcome;
import io.durastream.checkpoint.GraphFiles;
import io.durastream.checkpoint.InputRange;
import io.durastream.checkpoint.LogState;
import io.durastream.checkpoint.OperatorId;
import io.durastream.checkpoint.OperatorInfo;
import io.durastream.checkpoint.WriterId;
import io.durastream.storage.DamagedFileException;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.storage.sim.SimulatedClock;
import io.durastream.storage.sim.SimulatedDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class BatchCycleTest {

    private static final OperatorId INPUT = new OperatorId("input");
    private static final OperatorInfo OPERATOR =
            new OperatorInfo(INPUT, OperatorInfo.Kind.INPUT, "numbers", "numbers", true);
    private static final long INTERVAL = 100;

    private final SimulatedClock clock = new SimulatedClock(1_000);
    private final Storage storage = SimulatedDisk.withoutTearing().client("driver");
    private final List<Long> executed = new ArrayList<>();
    private final List<Long> committed = new ArrayList<>();
    private Collection<StoragePath> garbage = List.of();
    private int unavailable;
    private int waits;
    private long failing = -1;
    private long damaged = -1;

    @Test
    void executesBatchesInOrderAndCommitsThem() throws Exception {
        runUntil(1_500, claim("a"), CycleOptions.DEFAULTS);

        assertEquals(List.of(1_100L, 1_200L, 1_300L, 1_400L, 1_500L), executed);
        LogState state = BatchLog.read(storage).state();
        assertEquals(Optional.of(new BatchTime(1_500)), state.lastCommitted());
        assertEquals(List.of(), state.pending());
    }

    @Test
    void writesOneFileABatchWhenTheNextPlanIsNear() throws Exception {
        BatchLog log = claim("a");
        long before = log.state().sequence();

        runUntil(2_000, log, CycleOptions.DEFAULTS);

        assertEquals(
                10 + 2, log.state().sequence() - before, "ten plans, most with commits; the first and the last commit");
    }

    @Test
    void commitsTheFirstBatchOfADriverAtOnce() throws Exception {
        BatchLog log = claim("a");

        runUntil(1_200, log, CycleOptions.DEFAULTS);

        BatchLogView written = BatchLog.read(storage);
        assertInstanceOf(
                BatchRecord.Planned.class,
                written.entries().get(2).records().get(0),
                "alone, though the next plan is near");
        assertInstanceOf(
                BatchRecord.Committed.class, written.entries().get(3).records().get(0));
        assertEquals(
                1,
                written.entries().get(3).records().stream()
                        .filter(record -> !(record instanceof BatchRecord.RecoveryEvent))
                        .count());
    }

    @Test
    void commitsAtOnceWhenTheNextPlanIsFar() throws Exception {
        BatchLog log = claim("a");
        long before = log.state().sequence();

        runUntil(2_000, log, withLinger(INTERVAL / 2));

        assertEquals(20, log.state().sequence() - before);
    }

    @Test
    void executesFirstWhatAnEarlierDriverHadPlanned() throws Exception {
        failing = 1_200;
        assertThrows(BatchFailedException.class, () -> runUntil(1_500, claim("a"), CycleOptions.DEFAULTS));
        failing = -1;
        executed.clear();

        runUntil(1_300, claim("b"), CycleOptions.DEFAULTS);

        assertEquals(List.of(1_200L, 1_300L), executed);
    }

    @Test
    void retriesAFailedBatchAsOftenAsToldTo() throws Exception {
        failing = 1_200;
        CycleOptions twice = new CycleOptions(2, 1_000, 100, 10_000, 1, 1);

        assertThrows(BatchFailedException.class, () -> runUntil(1_500, claim("a"), twice));

        assertEquals(List.of(1_100L, 1_200L, 1_200L, 1_200L), executed);
        assertEquals(
                List.of(new BatchTime(1_200)), BatchLog.read(storage).state().pending());
    }

    @Test
    void waitsForWhatIsUnavailableHoweverOften() throws Exception {
        unavailable = 5;

        runUntil(1_300, claim("a"), CycleOptions.DEFAULTS);

        assertEquals(List.of(1_100L, 1_100L, 1_100L, 1_100L, 1_100L, 1_100L, 1_200L, 1_300L), executed);
        assertEquals(5, waits);
        assertEquals(
                Optional.of(new BatchTime(1_300)),
                BatchLog.read(storage).state().lastCommitted());
    }

    @Test
    void tellsOfEachCommitAlsoOfThoseAfterARestart() throws Exception {
        failing = 1_200;
        assertThrows(BatchFailedException.class, () -> runUntil(1_500, claim("a"), CycleOptions.DEFAULTS));
        failing = -1;

        runUntil(1_400, claim("b"), CycleOptions.DEFAULTS);

        assertEquals(List.of(1_100L, 1_200L, 1_300L, 1_400L), committed);
    }

    @Test
    void endsAtTheFirstAppendAfterAnotherDriverTookOver() throws Exception {
        BatchLog first = claim("a");
        runUntil(1_200, first, CycleOptions.DEFAULTS);
        BatchLog second = claim("b");

        FencedException fenced =
                assertThrows(FencedException.class, () -> runUntil(1_500, first, CycleOptions.DEFAULTS));

        assertEquals(second.epoch(), fenced.by());
        assertEquals(List.of(1_100L, 1_200L), executed, "nothing runs whose plan was refused");
    }

    @Test
    void endsWithTheDamageThatAnInputFinds() throws Exception {
        damaged = 1_300;

        DamagedFileException damage =
                assertThrows(DamagedFileException.class, () -> runUntil(1_500, claim("a"), CycleOptions.DEFAULTS));

        assertEquals("received/1", damage.file());
        assertEquals(
                Optional.of(new BatchTime(1_200)),
                BatchLog.read(storage).state().lastCommitted());
    }

    @Test
    void takesForFencedAndNotForDamagedWhatItsSuccessorDeleted() throws Exception {
        damaged = 1_300;
        BatchLog first = claim("a");
        runUntil(1_200, first, CycleOptions.DEFAULTS);
        claim("b");

        assertThrows(FencedException.class, () -> runUntil(1_500, first, CycleOptions.DEFAULTS));
    }

    @Test
    void deletesGarbageOnlyAfterTheLogAuthorisedIt() throws Exception {
        StoragePath old = StoragePath.of("state/old");
        storage.putIfAbsent(old, new byte[1]);
        garbage = Set.of(old);
        BatchLog first = claim("a");
        claim("b");

        assertThrows(FencedException.class, () -> runUntil(1_500, first, new CycleOptions(0, 1_000, 100, 0, 1, 1)));
        assertEquals(1, storage.list(StoragePath.of("state")).size(), "a fenced driver deletes nothing");

        runUntil(1_500, claim("c"), new CycleOptions(0, 1_000, 100, 0, 1, 1));
        assertTrue(storage.list(StoragePath.of("state")).isEmpty());
    }

    private BatchLog claim(String writer) throws IOException {
        BatchLog log = BatchLog.claim(storage, new WriterId(writer), "host", clock, BatchLogOptions.defaults());
        String graph = GraphFiles.digestOf(new byte[0]);
        CommitOutcome outcome =
                log.append(List.of(new BatchRecord.ApplicationStarted(graph, 1_000, INTERVAL, List.of(OPERATOR))));
        assertInstanceOf(CommitOutcome.Committed.class, outcome);
        return log;
    }

    private static CycleOptions withLinger(long millis) {
        return new CycleOptions(0, millis, 100, 10_000, 1, 1);
    }

    private void runUntil(long lastBatch, BatchLog log, CycleOptions options) throws Exception {
        ManualTimer timer = new ManualTimer();
        BatchCycle cycle = new BatchCycle(
                log,
                new Cleaner(storage, log),
                new BatchGrid(1_000, INTERVAL),
                List.of(new NumberedInput()),
                (time, inputs) -> run(time),
                new KeepOne(),
                timer,
                clock,
                new CycleListener() {
                    @Override
                    public void waiting(String what, Exception reason) {
                        waits++;
                    }
                },
                Runnable::run,
                options);
        timer.atEnd = () -> cycle.stop(BatchCycle.Stop.NOW);
        timer.end = lastBatch;
        cycle.run();
    }

    private BatchRunner.Result run(BatchTime time) throws UnavailableException {
        executed.add(time.millis());
        if (unavailable > 0) {
            unavailable--;
            throw new UnavailableException("planted", new IOException("disk full"));
        }
        if (time.millis() == failing) {
            throw new IllegalStateException("planted");
        }
        return new BatchRunner.Result(List.of(), List.of());
    }

    private final class NumberedInput implements InputSource {
        @Override
        public OperatorId id() {
            return INPUT;
        }

        @Override
        public InputRange plan(BatchTime time) throws DamagedFileException {
            if (time.millis() == damaged) {
                throw new DamagedFileException("received/1", 16, "planted");
            }
            return new InputRange(INPUT, Bytes.utf8("up to " + time), 1, "");
        }
    }

    private final class KeepOne implements Retention {
        @Override
        public BatchTime retainFrom(BatchTime committing) {
            return committing;
        }

        @Override
        public BatchTime retainStateFrom(BatchTime committing) {
            return committing;
        }

        @Override
        public void committed(LogState state) {
            committed.add(state.lastCommitted().orElseThrow().millis());
        }

        @Override
        public Collection<StoragePath> find(LogState state) {
            Collection<StoragePath> found = garbage;
            garbage = List.of();
            return found;
        }
    }

    /** Lets time pass at once, and ends the cycle after a time. */
    private final class ManualTimer implements BatchTimer {
        private Runnable atEnd = () -> {};
        private long end;

        @Override
        public boolean awaitDue(long wallMillis, BooleanSupplier giveUp) {
            if (wallMillis > end) {
                atEnd.run();
            }
            if (giveUp.getAsBoolean()) {
                return false;
            }
            clock.advance(Math.max(0, wallMillis - clock.wallMillis()));
            return true;
        }

        @Override
        public void pause(long millis, BooleanSupplier giveUp) {
            clock.advance(millis);
        }

        @Override
        public void wake() {}
    }
}
