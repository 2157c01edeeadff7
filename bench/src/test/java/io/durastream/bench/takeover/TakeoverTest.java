package io.durastream.bench.takeover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.bench.report.Result;
import io.durastream.bench.report.Results;
import io.durastream.checkpoint.BatchRecord.Committed;
import io.durastream.checkpoint.BatchRecord.Phase;
import io.durastream.checkpoint.BatchRecord.RecoveryEvent;
import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.DriverStart;
import io.durastream.checkpoint.LogEntry;
import io.durastream.checkpoint.WriterId;
import io.durastream.storage.Epoch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TakeoverTest {

    private static final Epoch OLD = Epoch.of(1);
    private static final Epoch NEW = Epoch.of(2);
    private static final WriterId WRITER = WriterId.of("17-1-1");

    private static RecoveryEvent event(Phase phase, long millis) {
        return new RecoveryEvent(NEW, phase, millis, "");
    }

    private static LogEntry commit(Epoch epoch, long sequence, long millis) {
        BatchTime time = BatchTime.of(millis);
        return new LogEntry(
                sequence, epoch, WRITER, millis, List.of(new Committed(time, List.of(), List.of(), time, time)));
    }

    @Test
    void stepsCountFromTheFailureAndThePauseFromTheLastBatchBeforeIt() {
        DriverStart next = new DriverStart(
                NEW,
                WRITER,
                10_300,
                "host",
                List.of(
                        event(Phase.NOTICED, 10_100),
                        event(Phase.ELECTED, 10_200),
                        event(Phase.FENCED, 10_300),
                        event(Phase.LOADED, 10_400),
                        event(Phase.FIRST_BATCH, 11_000)));
        List<LogEntry> entries = List.of(commit(OLD, 1, 9_000), commit(OLD, 2, 9_500), commit(NEW, 4, 11_000));
        assertEquals(
                Map.of(
                        "noticedMillis",
                        100.0,
                        "electedMillis",
                        200.0,
                        "fencedMillis",
                        300.0,
                        "loadedMillis",
                        400.0,
                        Takeover.TOTAL,
                        1_000.0,
                        Takeover.PAUSE,
                        1_500.0),
                Takeover.figures(next, entries, 10_000));
    }

    @Test
    void barsAreHeldByTheLongestTakeover() {
        List<Result> results = List.of(result(1, 2_000), result(2, 3_500));
        String report = new Takeovers().report(Results.of(results));
        assertTrue(report.contains("| warm | 2 | 2.75 / 3.50 |"), report);
        assertTrue(report.contains("| 1m driver-killed, warm, longest, s | ≤ 3.00 | 3.50 | **no** |"), report);
    }

    private static Result result(int round, double millis) {
        return new Result("takeover", "1m driver-killed", "warm", round, "a machine", Map.of(Takeover.TOTAL, millis));
    }
}
