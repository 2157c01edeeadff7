package io.durastream.wal;

import static io.durastream.wal.Logs.FIRST;
import static io.durastream.wal.Logs.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.DamagedFileException;
import io.durastream.storage.Epoch;
import io.durastream.storage.Storage;
import io.durastream.storage.fault.CrashPoints;
import io.durastream.storage.fault.FaultInjectingStorage;
import io.durastream.storage.fault.FaultPlan;
import io.durastream.storage.fault.FaultPlan.Kind;
import io.durastream.storage.fault.SimulatedCrash;
import io.durastream.storage.sim.SimulatedDisk;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every storage operation of a run of appends, rolls and sealing fails once, before and after its effect. */
final class SegmentedLogCrashPointsTest {

    private static final SegmentedLogOptions OPTIONS = Logs.options().withSegmentBytes(160);
    private static final int ENTRIES = 10;
    /** Enough to go on in a third segment; the number of pairs grows with the square. */
    private static final int FEW_ENTRIES = 5;

    @ParameterizedTest(name = "{0}, {1} tries, seed {2}")
    @CsvSource({
        "CRASH, 3, 1",
        "CRASH, 3, 2",
        "CRASH, 1, 3",
        "UNKNOWN_OUTCOME, 1, 1",
        "UNKNOWN_OUTCOME, 1, 2",
        "UNKNOWN_OUTCOME, 3, 1",
        "UNKNOWN_OUTCOME, 3, 2"
    })
    void losesAndRepeatsNothing(Kind kind, int tries, long seed) {
        int fired = CrashPoints.enumerate(kind, plan -> run(seed, tries, ENTRIES, List.of(plan)));
        assertTrue(fired > 80, "only " + fired + " faults fired");
    }

    /** A failed flush, then a crash while the writer goes on in the next segment, or while it is sealed. */
    @ParameterizedTest(name = "{0} tries, seed {1}")
    @CsvSource({"1, 1", "2, 2"})
    void losesAndRepeatsNothingWithTwoFaults(int tries, long seed) {
        int[] pairs = {0};
        CrashPoints.enumerate(Kind.UNKNOWN_OUTCOME, first -> {
            int number = Integer.parseInt(first.toString().replaceAll(".*operation (\\d+).*", "$1"));
            FaultPlan.Moment moment =
                    first.toString().contains("BEFORE") ? FaultPlan.Moment.BEFORE : FaultPlan.Moment.AFTER;
            run(seed, tries, FEW_ENTRIES, List.of(first));
            if (first.fired()) {
                pairs[0] += CrashPoints.enumerate(
                        Kind.CRASH,
                        second -> run(
                                seed,
                                tries,
                                FEW_ENTRIES,
                                List.of(FaultPlan.at(number, moment, Kind.UNKNOWN_OUTCOME), second)));
            }
        });
        assertTrue(pairs[0] > 3_000, "only " + pairs[0] + " pairs of faults");
    }

    private static void run(long seed, int tries, int count, List<FaultPlan> plans) throws IOException {
        SimulatedDisk disk = new SimulatedDisk(seed);
        History history = new History("w");
        try {
            Storage faulty = decorate(disk.client("writer"), plans);
            SegmentedLog log = Logs.open(faulty, OPTIONS.withAppendTries(tries));
            history.append(log.openWriter(FIRST, "w"), count);
            sealStubbornly(log);
        } catch (SimulatedCrash expected) {
            disk.crash("writer");
        }
        SegmentedLog recovered = Logs.open(disk.client("recovery"), OPTIONS);
        SealReport report = recovered.sealBefore(SECOND);
        List<LogEntry> entries = history.check(recovered);
        LogPosition end = entries.isEmpty()
                ? LogPosition.beginning(FIRST, "w")
                : entries.get(entries.size() - 1).extent().endPosition();
        report.writers().forEach(writer -> assertTrue(writer.end().compareTo(end) >= 0));
        assertEquals(report.writers(), recovered.sealBefore(Epoch.of(3)).writers());
    }

    private static void sealStubbornly(SegmentedLog log) throws IOException {
        try {
            log.sealBefore(SECOND);
        } catch (DamagedFileException e) {
            throw e;
        } catch (IOException e) {
            log.sealBefore(SECOND);
        }
    }

    private static Storage decorate(Storage storage, List<FaultPlan> plans) {
        Storage decorated = storage;
        for (FaultPlan plan : plans) {
            decorated = new FaultInjectingStorage(decorated, plan);
        }
        return decorated;
    }
}
