package io.durastream.cli.demo;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.chaos.feed.FeedProgress;
import io.durastream.storage.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class SettlementTest {

    private static final long BATCH_MILLIS = 500;
    private static final FeedProgress ALL = new FeedProgress(100, 100, 100, 0, 100, 1);
    private static final FeedProgress ALL_BUT_ONE = new FeedProgress(100, 100, 100, 0, 99, 1);

    private long millis = 1_000_000;
    private final Settlement settlement = new Settlement(new ClockOfTheTest());

    private void batches(int count, long records, FeedProgress progress) {
        for (int i = 0; i < count; i++) {
            millis += BATCH_MILLIS;
            settlement.observe(new Counts(millis, Map.of("#0", records)), progress);
        }
    }

    private void complete() {
        settlement.observe(Counts.NONE, ALL);
    }

    @Test
    void settlesWhenAllIsCountedAndThreeMoreBatchesChangeNothing() {
        complete();
        batches(3, 100, ALL);
        assertFalse(settlement.settled(ALL));
        batches(1, 100, ALL);
        assertTrue(settlement.settled(ALL));
    }

    @Test
    void waitsForTheLastAcknowledgement() {
        batches(20, 100, ALL_BUT_ONE);
        assertFalse(settlement.settled(ALL_BUT_ONE));
    }

    @Test
    void batchesOfTheGapBeforeAreNotQuietBatches() {
        long gapMillis = millis - 100 * BATCH_MILLIS;
        complete();
        for (int batch = 0; batch < 100; batch++) {
            settlement.observe(new Counts(gapMillis + batch * BATCH_MILLIS, Map.of()), ALL);
        }
        assertFalse(settlement.settled(ALL));
    }

    @Test
    void lookingAgainAtTheSameBatchIsNoQuietBatch() {
        complete();
        batches(1, 100, ALL);
        for (int i = 0; i < 20; i++) {
            settlement.observe(new Counts(millis, Map.of("#0", 100L)), ALL);
        }
        assertFalse(settlement.settled(ALL));
    }

    @Test
    void givesMissingRecordsMoreTime() {
        complete();
        batches(10, 90, ALL);
        assertFalse(settlement.settled(ALL));
        batches(1, 90, ALL);
        assertTrue(settlement.settled(ALL));
    }

    @Test
    void aChangeStartsTheWaitAgain() {
        complete();
        batches(10, 100, ALL);
        batches(1, 101, ALL);
        assertFalse(settlement.settled(ALL));
    }

    @Test
    void stallsWhenNothingHappensForTwoMinutes() {
        complete();
        batches(1, 90, ALL);
        millis += 119_000;
        assertFalse(settlement.stalled());
        millis += 2_000;
        assertTrue(settlement.stalled());
    }

    private final class ClockOfTheTest implements Clock {
        @Override
        public long wallMillis() {
            return millis;
        }

        @Override
        public long nanoTime() {
            return TimeUnit.MILLISECONDS.toNanos(millis);
        }

        @Override
        public void sleep(long duration) {
            millis += duration;
        }
    }
}
