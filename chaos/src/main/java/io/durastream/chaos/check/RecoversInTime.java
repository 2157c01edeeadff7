package io.durastream.chaos.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** After the last fault batches are committed again soon, and a while later in their time. */
final class RecoversInTime implements Checker {

    @Override
    public String name() {
        return "recovers in time";
    }

    @Override
    public Finding check(Evidence evidence) {
        if (evidence.samples().isEmpty()) {
            return Finding.unknown(name(), "the batch log was never seen");
        }
        long healed = evidence.healedMillis();
        long committedThen = evidence.samples().stream()
                .filter(sample -> sample.wallMillis() <= healed)
                .mapToLong(Sample::committedMillis)
                .max()
                .orElse(0);
        Optional<Long> commits = after(evidence, sample -> sample.committedMillis() > committedThen);
        Optional<Long> inTime = after(
                evidence,
                sample -> sample.committedMillis() > committedThen
                        && sample.isInTime(evidence.load().batchMillis()));
        List<String> problems = new ArrayList<>();
        require("committed a batch", commits, evidence.load().recoveryMillis(), problems);
        require("was in its time", inTime, evidence.load().catchUpMillis(), problems);
        return Finding.of(
                name(), "after the last fault: first commit " + text(commits) + ", in time " + text(inTime), problems);
    }

    /** How long after the last fault a sample was first so. */
    private static Optional<Long> after(Evidence evidence, Predicate<Sample> condition) {
        long healed = evidence.healedMillis();
        return evidence.samples().stream()
                .filter(sample -> sample.wallMillis() >= healed)
                .filter(condition)
                .map(sample -> sample.wallMillis() - healed)
                .findFirst();
    }

    private static void require(String what, Optional<Long> millis, long limit, List<String> problems) {
        if (millis.isEmpty() || millis.get() > limit) {
            problems.add(
                    what + " " + text(millis) + " after the last fault, which should take at most " + limit + " ms");
        }
    }

    private static String text(Optional<Long> millis) {
        return millis.map(value -> value + " ms").orElse("never");
    }
}
