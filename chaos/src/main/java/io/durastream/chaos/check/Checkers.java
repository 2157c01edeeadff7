package io.durastream.chaos.check;

import io.durastream.chaos.workload.Workload;
import java.util.List;
import java.util.stream.Stream;

/** All questions about a run. */
public final class Checkers {

    private static final List<Checker> ALWAYS = List.of(
            new FaultsHappened(),
            new RecordsOnce(),
            new BatchesWithoutGap(),
            new EpochsRise(),
            new StateMatchesOracle(),
            new KeepsProtocol(),
            new EndsOnlyWhenStruck(),
            new RecoversInTime(),
            new DirectoryIsClean());

    private Checkers() {}

    /** What each of them found. */
    public static List<Finding> check(Evidence evidence) {
        return Stream.concat(
                        ALWAYS.stream(), evidence.load().workloads().stream().flatMap(Checkers::of))
                .map(checker -> checker.check(evidence))
                .toList();
    }

    private static Stream<Checker> of(Workload workload) {
        return workload == Workload.BANK ? Stream.of(new BankIsBalanced()) : Stream.empty();
    }

    /** The verdict on a run: the worst of its findings. */
    public static Verdict verdict(List<Finding> findings) {
        return findings.stream().map(Finding::verdict).reduce(Verdict.VALID, Verdict::and);
    }
}
