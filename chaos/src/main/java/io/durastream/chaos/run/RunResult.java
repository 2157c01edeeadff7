package io.durastream.chaos.run;

import io.durastream.chaos.check.Checkers;
import io.durastream.chaos.check.Evidence;
import io.durastream.chaos.check.Finding;
import io.durastream.chaos.check.Verdict;
import io.durastream.chaos.schedule.Schedule;
import java.util.List;

/**
 * What came out of a run.
 *
 * @param options what it was to do
 * @param schedule what was done when
 * @param startedMillis when it began
 * @param endedMillis when it was over
 * @param evidence what is known of it
 * @param findings what the checkers say of that
 */
public record RunResult(
        RunOptions options,
        Schedule schedule,
        long startedMillis,
        long endedMillis,
        Evidence evidence,
        List<Finding> findings) {

    public RunResult {
        findings = List.copyOf(findings);
    }

    /** The worst of the findings. */
    public Verdict verdict() {
        return Checkers.verdict(findings);
    }
}
