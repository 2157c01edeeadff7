package io.durastream.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.checkpoint.BatchRecord.EpochStarted;
import io.durastream.checkpoint.BatchRecord.Phase;
import io.durastream.storage.Epoch;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LogStateTest {

    private static final WriterId FIRST = WriterId.of("first");
    private static final WriterId SECOND = WriterId.of("second");

    private LogState state = LogState.empty();

    @Test
    void followsEpochsApplicationPlansAndCommits() {
        start(1, FIRST);
        append(Samples.application(), Samples.plan(10));
        append(Samples.commit(10), Samples.plan(20));

        assertEquals(Optional.of(Epoch.of(1)), state.epoch());
        assertEquals(Optional.of(FIRST), state.writer());
        assertEquals(Optional.of(Samples.application()), state.application());
        assertEquals(Optional.of(BatchTime.of(20)), state.lastPlanned());
        assertEquals(Optional.of(BatchTime.of(10)), state.lastCommitted());
        assertEquals(List.of(BatchTime.of(20)), state.pending());
        assertEquals(Map.of(0, Samples.ref(Samples.COUNTS, 0, "counts@10")), state.stateOf(Samples.COUNTS));
        assertEquals(Map.of("seen", new NamedValue("seen", Bytes.utf8("seen@10"))), state.accumulators());
        assertEquals(Samples.commit(10).state(), batch(10).state());
    }

    @Test
    void keepsNeededBatchesTheLastCommittedAndEveryPendingOne() {
        start(1, FIRST);
        append(Samples.application(), Samples.plan(10), Samples.plan(20), Samples.plan(30), Samples.plan(40));
        append(Samples.commit(10, 10));
        append(Samples.commit(20, 20));
        assertEquals(
                Set.of(BatchTime.of(20), BatchTime.of(30), BatchTime.of(40)),
                state.batches().keySet());

        append(Samples.commit(30, 1_000));
        assertEquals(Set.of(BatchTime.of(30), BatchTime.of(40)), state.batches().keySet());
    }

    @Test
    void keepsOfEarlierBatchesThePlanLongerThanTheState() {
        start(1, FIRST);
        append(Samples.application(), Samples.plan(10), Samples.plan(20), Samples.plan(30), Samples.plan(40));
        append(Samples.commit(10, 10, 10));
        append(Samples.commit(20, 10, 10));
        append(Samples.commit(30, 10, 20));

        assertEquals(Samples.plan(10).inputs(), batch(10).inputs());
        assertEquals(List.of(), batch(10).state());
        assertEquals(Samples.commit(20).state(), batch(20).state());

        append(Samples.commit(40, 10, 1_000));
        assertEquals(List.of(), batch(30).state());
        assertEquals(Samples.commit(40).state(), batch(40).state(), "the last committed batch keeps its state");
        assertTrue(batch(30).committed());
    }

    @Test
    void keepsStateAndAccumulatorsThatACommitDoesNotName() {
        start(1, FIRST);
        append(Samples.application(), Samples.plan(10), Samples.commit(10), Samples.plan(20));
        append(new BatchRecord.Committed(
                BatchTime.of(20),
                List.of(Samples.ref(Samples.COUNTS, 1, "new")),
                List.of(),
                BatchTime.of(20),
                BatchTime.of(20)));

        assertEquals(Map.of(1, Samples.ref(Samples.SESSIONS, 1, "sessions@10")), state.stateOf(Samples.SESSIONS));
        assertEquals(Set.of("seen"), state.accumulators().keySet());
    }

    @Test
    void takesThePartitionsThatACommitNamesForAllThatTheOperatorHas() {
        start(1, FIRST);
        append(Samples.application(), Samples.plan(10), Samples.commit(10), Samples.plan(20));
        append(new BatchRecord.Committed(
                BatchTime.of(20),
                List.of(Samples.ref(Samples.COUNTS, 1, "new")),
                List.of(),
                BatchTime.of(10),
                BatchTime.of(10)));

        assertEquals(Map.of(1, Samples.ref(Samples.COUNTS, 1, "new")), state.stateOf(Samples.COUNTS));
        assertTrue(batch(10).state().contains(Samples.ref(Samples.COUNTS, 0, "counts@10")));
    }

    @Test
    void forgetsTheStateOfADroppedOperator() {
        start(1, FIRST);
        append(Samples.application(), Samples.plan(10), Samples.commit(10));
        append(Samples.drop(Samples.SESSIONS));

        assertEquals(Set.of(Samples.COUNTS), state.state().keySet());
        assertEquals(
                List.of(Samples.ref(Samples.COUNTS, 0, "counts@10")), batch(10).state());
    }

    @Test
    void keepsTheLedgerBounded() {
        for (int epoch = 1; epoch <= LogState.MAX_LEDGER + 5; epoch++) {
            start(epoch, WriterId.of("w" + epoch));
        }
        assertEquals(LogState.MAX_LEDGER, state.ledger().size());
        assertEquals(Epoch.of(6), state.ledger().get(0).epoch());
        assertEquals(LogState.MAX_LEDGER + 5, state.epochStarts().size());

        append(Samples.event(1, Phase.CAUGHT_UP));
        append(Samples.event(7, Phase.NOTICED), Samples.event(7, Phase.CAUGHT_UP));
        assertEquals(
                List.of(Samples.event(7, Phase.NOTICED), Samples.event(7, Phase.CAUGHT_UP)),
                state.ledger().get(1).events());

        for (int i = 0; i < DriverStart.MAX_EVENTS; i++) {
            append(Samples.event(7, Phase.LOADED));
        }
        assertEquals(DriverStart.MAX_EVENTS, state.ledger().get(1).events().size());
    }

    @Test
    void doesNotChangeWhenAnotherOneIsMadeOfIt() {
        start(1, FIRST);
        append(Samples.application(), Samples.plan(10));
        LogState before = state;
        append(Samples.commit(10));
        assertEquals(List.of(BatchTime.of(10)), before.pending());
        assertEquals(Map.of(), before.state());
    }

    @Test
    void refusesWhatCannotFollow() {
        refuses("expected epoch null", Samples.application());
        start(1, FIRST);
        refuses("expected an application", Samples.plan(10));
        append(Samples.application());
        refuses("expected a commit of null", Samples.commit(10));
        append(Samples.plan(10), Samples.plan(20));
        refuses("expected a batch after 20 ms", Samples.plan(20));
        refuses("expected a batch after 20 ms", Samples.plan(15));
        refuses("expected a commit of 10 ms", Samples.commit(20));
        append(Samples.commit(10));
        refuses("expected a commit of 20 ms", Samples.commit(10));
        refuses("expected an event of an epoch up to 1", Samples.event(2, Phase.NOTICED));
        refuses("first record", Samples.plan(30), new EpochStarted(Epoch.of(2), FIRST, 0, "host"));
        InputRange twice = Samples.plan(30).inputs().get(0);
        refuses("one range of input lines", new BatchRecord.Planned(BatchTime.of(30), List.of(twice, twice)));
    }

    @Test
    void refusesEntriesOfTheWrongSequenceEpochOrWriter() {
        start(1, FIRST);
        start(2, SECOND);
        append(Samples.application());
        refuses("expected sequence 4", new LogEntry(5, Epoch.of(2), SECOND, 0, List.of(Samples.plan(10))));
        refuses("expected sequence 4", new LogEntry(3, Epoch.of(2), SECOND, 0, List.of(Samples.plan(10))));
        refuses("expected epoch 2", new LogEntry(4, Epoch.of(1), FIRST, 0, List.of(Samples.plan(10))));
        refuses("expected writer second", new LogEntry(4, Epoch.of(2), FIRST, 0, List.of(Samples.plan(10))));
        refuses("expected the start of epoch 3", started(4, 4, FIRST));
        refuses("expected the start of epoch 3", started(4, 2, FIRST));
    }

    private BatchState batch(long time) {
        return Objects.requireNonNull(state.batches().get(BatchTime.of(time)));
    }

    private void start(long epoch, WriterId writer) {
        state = state.apply(started(state.sequence() + 1, epoch, writer));
    }

    private static LogEntry started(long sequence, long epoch, WriterId writer) {
        return new LogEntry(
                sequence, Epoch.of(epoch), writer, 0, List.of(new EpochStarted(Epoch.of(epoch), writer, 0, "host")));
    }

    private void append(BatchRecord... records) {
        state = state.apply(next(records));
    }

    private LogEntry next(BatchRecord... records) {
        return new LogEntry(
                state.sequence() + 1,
                state.epoch().orElse(Epoch.of(1)),
                state.writer().orElse(FIRST),
                0,
                List.of(records));
    }

    private void refuses(String why, BatchRecord... records) {
        refuses(why, next(records));
    }

    private void refuses(String why, LogEntry entry) {
        Exception e = assertThrows(IllegalStateException.class, () -> state.apply(entry));
        assertTrue(e.toString().contains(why), e::toString);
    }
}
