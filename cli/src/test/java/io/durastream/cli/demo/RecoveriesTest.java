package io.durastream.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RecoveriesTest {

    private final Recoveries recoveries = new Recoveries(millis(100));

    private static long millis(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }

    private static Optional<Duration> time(long millis) {
        return Optional.of(Duration.ofMillis(millis));
    }

    @Test
    void hasNoTimesBeforeAnythingHappened() {
        assertEquals(Optional.empty(), recoveries.firstBatch());
        assertEquals(Optional.empty(), recoveries.median());
        assertEquals(Optional.empty(), recoveries.longest());
    }

    @Test
    void timesTheFirstBatchFromTheStart() {
        recoveries.newBatch(millis(350));
        recoveries.newBatch(millis(450));
        assertEquals(time(250), recoveries.firstBatch());
    }

    @Test
    void timesARecoveryFromTheKillToTheFirstNewBatch() {
        for (int length : new int[] {30, 10, 20}) {
            recoveries.killed(millis(1000));
            recoveries.newBatch(millis(1000 + length));
            recoveries.newBatch(millis(2000));
        }
        assertEquals(time(20), recoveries.median());
        assertEquals(time(30), recoveries.longest());
        assertEquals(3, recoveries.kills());
        assertEquals(0, recoveries.interrupted());
    }

    @Test
    void timesAnInterruptedRecoveryFromItsLastKill() {
        recoveries.killed(millis(1000));
        recoveries.killed(millis(1500));
        assertEquals(time(40), recoveries.recovering(millis(1540)));
        recoveries.newBatch(millis(1600));
        assertEquals(time(100), recoveries.longest());
        assertEquals(2, recoveries.kills());
        assertEquals(1, recoveries.interrupted());
        assertEquals(Optional.empty(), recoveries.recovering(millis(1700)));
    }
}
