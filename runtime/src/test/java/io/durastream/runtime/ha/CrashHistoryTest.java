package io.durastream.runtime.ha;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.durastream.storage.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CrashHistoryTest {

    private static final RestartPolicy POLICY =
            new RestartPolicy(6, Duration.ofMinutes(10), Duration.ofSeconds(1), Duration.ofSeconds(5));

    private static final class HandClock implements Clock {

        private long nanos;

        @Override
        public long wallMillis() {
            return nanos / 1_000_000;
        }

        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public void sleep(long millis) {
            nanos += millis * 1_000_000;
        }
    }

    private final HandClock clock = new HandClock();
    private final CrashHistory history = new CrashHistory(POLICY, clock);

    private void assertWaits(int... seconds) {
        for (int each : seconds) {
            assertEquals(Optional.of(Duration.ofSeconds(each)), history.crashed());
        }
    }

    @Test
    void waitsLongerFromCrashToCrashAndThenGivesUp() {
        assertWaits(0, 1, 2, 4, 5, 5);
        assertEquals(Optional.empty(), history.crashed());
    }

    @Test
    void forgetsWhatWasLongAgo() {
        assertWaits(0, 1, 2, 4, 5);
        clock.sleep(Duration.ofMinutes(11).toMillis());
        assertWaits(0, 1);
    }
}
