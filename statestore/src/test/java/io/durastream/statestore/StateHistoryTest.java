package io.durastream.statestore;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateHistoryTest {

    /** Another first seed, or another number of histories: {@code -Dstate.seed=… -Dstate.histories=…}. */
    private static final long SEED = Long.getLong("state.seed", 1);

    private static final int HISTORIES = Integer.getInteger("state.histories", 40);
    private static final int STEPS = 60;

    @TempDir(factory = MemoryTempDir.class)
    Path directory;

    @Test
    void whatIsReadIsWhatTheModelHasWhateverHappened() throws Exception {
        for (long seed = SEED; seed < SEED + HISTORIES; seed++) {
            Path history = directory.resolve("seed-" + seed);
            try {
                new StateHistory(seed, history).run(STEPS);
            } catch (Exception | Error e) {
                throw new AssertionError(
                        "History of seed " + seed + " failed; rerun it with: mvn test -pl statestore -am"
                                + " -Dtest=StateHistoryTest -Dsurefire.failIfNoSpecifiedTests=false"
                                + " -DargLine='-Dstate.seed=" + seed + " -Dstate.histories=1'",
                        e);
            }
            Directories.delete(history);
        }
    }
}
