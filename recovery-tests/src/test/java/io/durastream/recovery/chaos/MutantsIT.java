package io.durastream.recovery.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.chaos.check.Finding;
import io.durastream.chaos.check.Verdict;
import io.durastream.chaos.run.RunOptions;
import io.durastream.chaos.run.RunOptions.Limits;
import io.durastream.chaos.run.RunResult;
import io.durastream.chaos.schedule.Schedule;
import io.durastream.chaos.schedule.Strike;
import io.durastream.chaos.stage.Setting;
import io.durastream.chaos.workload.Input;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs find mistakes that were built into the product, and say what is wrong. {@code -Ddurastream.test.mutant=<part of a name>} plants
 * only those.
 */
@Tag("long")
@Timeout(600)
final class MutantsIT {

    /** Enough for batches to be snapshotted, and for another batch to be under way. */
    private static final long GAP_MILLIS = 13_300;

    private static final String ONLY = System.getProperty("durastream.test.mutant", "");

    private static final Limits LIMITS = new Limits(60, 60);

    @TempDir
    Path home;

    /**
     * A mistake, and how it comes to light.
     *
     * @param fault what brings it to light
     * @param times how often
     * @param checkers those of which one finds it
     */
    private record Case(Mutant mutant, String fault, int times, Set<String> checkers) {
        @Override
        public String toString() {
            return mutant.name();
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                        new Case(Mutants.ACKNOWLEDGED_BEFORE_APPENDED, "driver-killed", 3, Set.of("every record once")),
                        new Case(Mutants.POSITION_OFF_BY_ONE, "driver-killed", 2, Set.of("every record once")),
                        new Case(
                                Mutants.PLAN_MADE_ANEW,
                                "driver-killed",
                                3,
                                Set.of("every record once", "batches without gap", "recovers in time")),
                        new Case(Mutants.TIMER_LOST, "driver-killed", 3, Set.of("state equals oracle")),
                        new Case(Mutants.SNAPSHOT_WITHOUT_A_FILE, "local-state-wiped", 1, Set.of("recovers in time")))
                .filter(planted -> planted.mutant.name().contains(ONLY));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aMistakeIsFound(Case planted) throws Exception {
        String classPath = planted.mutant.compile(home.resolve("mutant"));
        Setting setting = Runs.local(Input.RECEIVER);
        RunOptions options = Runs.options(7, 1, setting, List.of(planted.fault), LIMITS);
        Schedule schedule = new Schedule(IntStream.rangeClosed(1, planted.times)
                .mapToObj(n -> new Strike(n * GAP_MILLIS, false, planted.fault, Runs.lasting(planted.fault), n))
                .toList());
        RunResult result = Runs.run(options, schedule, home.resolve("run"), classPath);
        Set<String> found = result.findings().stream()
                .filter(finding -> finding.verdict() == Verdict.INVALID)
                .map(Finding::checker)
                .collect(Collectors.toSet());
        assertEquals(Verdict.INVALID, result.verdict(), () -> result.findings().toString());
        assertTrue(found.stream().anyMatch(planted.checkers::contains), () -> "found by " + found);
    }
}
