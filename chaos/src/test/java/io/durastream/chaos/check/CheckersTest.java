package io.durastream.chaos.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.chaos.ledger.Ledger;
import io.durastream.chaos.stage.Life;
import io.durastream.chaos.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Each checker is shown a good history, bad ones, and one that says nothing. */
final class CheckersTest {

    private final Runs run = new Runs();

    private void findsNothing(Checker checker) {
        Finding finding = checker.check(run.evidence());
        assertEquals(new Finding(checker.name(), Verdict.VALID, finding.saw(), List.of()), finding);
    }

    private void finds(Checker checker, String problem) {
        finds(checker, problem, run.evidence());
    }

    private static void finds(Checker checker, String problem, Evidence evidence) {
        Finding finding = checker.check(evidence);
        assertEquals(Verdict.INVALID, finding.verdict(), finding::toString);
        assertTrue(finding.problems().get(0).contains(problem), finding::toString);
    }

    private void doesNotKnow(Checker checker) {
        assertEquals(Verdict.UNKNOWN, checker.check(run.evidence()).verdict());
    }

    @Test
    void aGoodRunIsValid() {
        List<Finding> findings = Checkers.check(run.evidence());
        assertEquals(Verdict.VALID, Checkers.verdict(findings), findings::toString);
        assertEquals(10, findings.size());
    }

    @Test
    void unknownIsNoPassAndInvalidIsWorse() {
        assertEquals(Verdict.UNKNOWN, Verdict.VALID.and(Verdict.UNKNOWN));
        assertEquals(Verdict.INVALID, Verdict.UNKNOWN.and(Verdict.INVALID));
        run.strikes.add(Runs.struck("disk-full", 7_000, 8_000, Optional.empty()));
        assertEquals(Verdict.UNKNOWN, Checkers.verdict(Checkers.check(run.evidence())));
        run.protocol.add("Client acknowledged record 99");
        assertEquals(Verdict.INVALID, Checkers.verdict(Checkers.check(run.evidence())));
    }

    @Test
    void aFaultWithoutProofIsUnknown() {
        findsNothing(new FaultsHappened());
        run.strikes.add(Runs.struck("disk-full", 7_000, 8_000, Optional.empty()));
        doesNotKnow(new FaultsHappened());
    }

    @Test
    void findsARecordThatIsLost() {
        findsNothing(new RecordsOnce());
        run.set(
                Ledger.INPUT,
                3,
                Runs.execution(Runs.FIRST_PID, 3, Runs.records(3).subList(1, Runs.RECORDS)));
        finds(new RecordsOnce(), "lost: records 10 to 10");
    }

    @Test
    void findsThatTheLastRecordsAreLost() {
        finds(new RecordsOnce(), "lost: records 50 to 51", run.evidence(Runs.BATCHES * Runs.RECORDS + 2));
    }

    @Test
    void findsARecordThatCameTwice() {
        List<String> records = new ArrayList<>(Runs.records(3));
        records.add(records.get(0));
        run.set(Ledger.INPUT, 3, Runs.execution(Runs.FIRST_PID, 3, records));
        finds(new RecordsOnce(), "batch 3000 has record 10, which came before");
    }

    @Test
    void findsARecordThatWasNeverSent() {
        finds(new RecordsOnce(), "which was never sent", run.evidence(Runs.BATCHES * Runs.RECORDS - 1));
    }

    @Test
    void doesNotKnowOfRecordsWithoutAny() {
        run.streams.clear();
        doesNotKnow(new RecordsOnce());
        doesNotKnow(new BatchesWithoutGap());
        doesNotKnow(new StateMatchesOracle());
        doesNotKnow(new BankIsBalanced());
    }

    @Test
    void findsABatchThatIsMissing() {
        findsNothing(new BatchesWithoutGap());
        run.set(Ledger.INPUT, 4);
        finds(new BatchesWithoutGap(), "after batch 3000 comes 5000");
    }

    @Test
    void findsARepetitionWithAnotherResult() {
        run.set(
                Workload.WORD_COUNT.id(),
                7,
                Runs.execution(Runs.FIRST_PID, 1, List.of("a\t1")),
                Runs.execution(Runs.SECOND_PID, 2, List.of("a\t2")));
        finds(new BatchesWithoutGap(), "batch 7000 of word-count was executed by 101-1");
    }

    @Test
    void findsALogThatGoesBack() {
        findsNothing(new EpochsRise());
        run.samples.add(Runs.sample(11, 3));
        finds(new EpochsRise(), "the batch log went back");
    }

    @Test
    void findsAnEpochThatBeginsTwice() {
        run.starts.add(Runs.start(2, 303));
        finds(new EpochsRise(), "epoch 2 begins after epoch 2");
    }

    @Test
    void findsAnEarlierEpochThatExecutesALaterBatch() {
        run.set(Ledger.INPUT, 9, Runs.execution(Runs.FIRST_PID, 9, Runs.records(9)));
        finds(new EpochsRise(), "batch 9000 was executed by epoch 1, an earlier one by epoch 2");
    }

    @Test
    void findsAnExecutionWithoutAnEpoch() {
        run.set(Ledger.INPUT, 9, Runs.execution(999, 9, Runs.records(9)));
        finds(new EpochsRise(), "process 999, which began no epoch");
    }

    @Test
    void doesNotKnowOfEpochsWithoutABatchLog() {
        run.starts.clear();
        doesNotKnow(new EpochsRise());
    }

    @Test
    void findsAWrongResultOfEachWorkload() {
        findsNothing(new StateMatchesOracle());
        for (Workload workload : Workload.values()) {
            Runs spoilt = new Runs();
            spoilt.set(workload.id(), 8, Runs.execution(Runs.SECOND_PID, 8, List.of("wrong\t1")));
            finds(new StateMatchesOracle(), "batch 8000 of " + workload.id(), spoilt.evidence());
        }
    }

    @Test
    void findsAResultThatIsMissingAndOneThatIsNotDue() {
        run.set(Workload.BANK.id(), 4);
        finds(new StateMatchesOracle(), "batch 4000 of bank");
        Runs early = new Runs();
        early.set(Workload.WINDOW.id(), 3, Runs.execution(Runs.FIRST_PID, 3, List.of("early\t1")));
        finds(new StateMatchesOracle(), "batch 3000 of window", early.evidence());
    }

    @Test
    void acceptsThatTheLastBatchDidNotComeToItsEnd() {
        for (Workload workload : Workload.values()) {
            run.set(workload.id(), Runs.BATCHES);
        }
        findsNothing(new StateMatchesOracle());
    }

    @Test
    void findsMoneyThatCameFromNowhere() {
        findsNothing(new BankIsBalanced());
        run.set(Workload.BANK.id(), 5, Runs.execution(Runs.FIRST_PID, 5, List.of("a\t-3", "b\t4")));
        finds(new BankIsBalanced(), "after batch 5000 all accounts together have 1");
    }

    @Test
    void findsAnAcknowledgementOfWhatWasNotSent() {
        findsNothing(new KeepsProtocol());
        run.protocol.add("Client acknowledged record 99, but records before 50 were sent so far");
        finds(new KeepsProtocol(), "acknowledged record 99");
    }

    @Test
    void findsADriverThatEndedByItself() {
        findsNothing(new EndsOnlyWhenStruck());
        run.lives.add(new Life("driver", 303, 0, OptionalLong.of(50_000), OptionalInt.of(1), "driver-3.log"));
        finds(new EndsOnlyWhenStruck(), "driver (pid 303) ended with 1");
    }

    @Test
    void findsARecoveryThatTakesTooLong() {
        findsNothing(new RecoversInTime());
        run.samples.removeIf(sample -> sample.wallMillis() > 6_500 && sample.wallMillis() < 9_500);
        finds(new RecoversInTime(), "committed a batch 3600 ms after the last fault");
    }

    @Test
    void findsABacklogThatStays() {
        run.samples.removeIf(sample -> sample.wallMillis() > 6_500);
        for (long second = 11; second <= 14; second++) {
            run.samples.add(new Sample(second * Runs.BATCH, 2, second * 2, (second - 4) * Runs.BATCH, 4));
        }
        run.strikes.set(0, Runs.struck("driver-killed", 10_000, 10_000, Optional.of("dead")));
        finds(new RecoversInTime(), "was in its time never after the last fault");
    }

    @Test
    void doesNotKnowOfARecoveryThatNobodySaw() {
        run.samples.clear();
        doesNotKnow(new RecoversInTime());
    }

    @Test
    void findsDamageAndLeftovers() {
        findsNothing(new DirectoryIsClean());
        run.directory = new DirectoryAudit(0, List.of("DamagedFileException: state/a"), List.of());
        finds(new DirectoryIsClean(), "state/a");
        run.directory = new DirectoryAudit(5, List.of(), List.of("state/b"));
        finds(new DirectoryIsClean(), "nothing refers to state/b");
    }

    @Test
    void doesNotKnowOfADirectoryThatRefersToNothing() {
        run.directory = new DirectoryAudit(0, List.of(), List.of());
        doesNotKnow(new DirectoryIsClean());
    }
}
