package io.durastream.statestore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.fault.CrashPoints;
import io.durastream.storage.fault.FaultInjectingStorage;
import io.durastream.storage.fault.FaultPlan;
import io.durastream.storage.fault.FaultPlan.Kind;
import io.durastream.storage.fault.SimulatedCrash;
import io.durastream.storage.sim.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fails every storage operation of a run with commits, snapshots and a restore, one in each run. */
final class StateCrashPointsTest {

    private static final int BATCHES = 4;
    private static final int TRIES = 3;
    private static final StateStoreOptions OPTIONS = TestProcess.OPTIONS.withCommitsPerSnapshot(2);

    @TempDir(factory = MemoryTempDir.class)
    Path directory;

    private int runs;

    @Test
    void aCommittedStateSurvivesACrashAtAnyOperation() {
        int fired = CrashPoints.enumerate(Kind.CRASH, this::run);
        assertTrue(fired > 50, "faults: " + fired);
    }

    @Test
    void aCommittedStateSurvivesAnUnknownOutcomeOfAnyOperation() {
        int fired = CrashPoints.enumerate(Kind.UNKNOWN_OUTCOME, this::run);
        assertTrue(fired > 50, "faults: " + fired);
    }

    private void run(FaultPlan plan) throws IOException {
        Path local = directory.resolve("run-" + runs++);
        SimulatedDisk disk = new SimulatedDisk(runs);
        Acknowledged state = new Acknowledged();
        try (TestProcess founder =
                TestProcess.start(disk.client("founder"), local.resolve("founder"), "founder", OPTIONS)) {
            work(founder, state, BATCHES);
        }
        TestProcess victim =
                TestProcess.start(new FaultInjectingStorage(disk.client("victim"), plan), local, "victim", OPTIONS);
        try {
            work(victim, state, 2 * BATCHES);
        } catch (SimulatedCrash crash) {
            // The process is dead; what it acknowledged must be found by others.
        } finally {
            end(victim);
        }
        disk.crash("victim");
        // With the local directory that the victim left, and without any.
        Path next = runs % 3 == 0 ? local : local.resolve("elsewhere");
        try (TestProcess heir = TestProcess.start(disk.client("heir"), next, "heir", OPTIONS)) {
            work(heir, state, state.batches + 1);
        }
        Directories.delete(local);
    }

    private static void work(TestProcess process, Acknowledged state, int batches) throws IOException {
        while (state.batches < batches) {
            state.next(process);
            process.runBackground();
        }
        assertEquals(state.values, process.read(state.ref()));
    }

    private static void end(TestProcess victim) {
        try {
            victim.close();
        } catch (SimulatedCrash crash) {
            // It cannot end its changelog any more.
        }
    }

    /** What the driver knows. */
    private static final class Acknowledged {

        private @Nullable StateRef ref;
        private Map<String, String> values = new TreeMap<>();
        private int batches;

        StateRef ref() {
            if (ref == null) {
                throw new IllegalStateException("No batch was committed");
            }
            return ref;
        }

        void next(TestProcess process) throws IOException {
            for (int attempt = 1; ; attempt++) {
                try {
                    Map<String, String> result = new TreeMap<>(values);
                    StateRef committed = attempt(process, attempt, result);
                    ref = committed;
                    values = result;
                    batches++;
                    return;
                } catch (IOException e) {
                    if (attempt == TRIES) {
                        throw e;
                    }
                }
            }
        }

        private StateRef attempt(TestProcess process, int attempt, Map<String, String> result) throws IOException {
            try (StateTransaction<String, String> transaction = process.begin(ref, batches + 1)) {
                assertEquals(values, TestProcess.entries(transaction));
                String value = "batch " + batches + " attempt " + attempt;
                transaction.put("latest", value);
                transaction.put("key" + batches % 3, value);
                transaction.put("attempt " + attempt, value);
                result.put("latest", value);
                result.put("key" + batches % 3, value);
                result.put("attempt " + attempt, value);
                return transaction.commit();
            }
        }
    }
}
