package io.durastream.cli.demo;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.chaos.feed.FeedProgress;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SettlementTest {

    private static final FeedProgress ALL = new FeedProgress(100, 100, 100, 0, 100, 1);
    private static final FeedProgress ALL_BUT_ONE = new FeedProgress(100, 100, 100, 0, 99, 1);

    private final Settlement settlement = new Settlement(0);
    private long batch;
    private long now;

    private void batches(int count, long records) {
        for (int i = 0; i < count; i++) {
            now += Duration.ofMillis(500).toNanos();
            settlement.observe(new Counts(++batch, Map.of("#0", records)), ALL, now);
        }
    }

    @Test
    void settlesWhenAllIsCountedAndThreeMoreBatchesChangeNothing() {
        batches(3, 100);
        assertFalse(settlement.settled(ALL, now));
        batches(1, 100);
        assertTrue(settlement.settled(ALL, now));
    }

    @Test
    void waitsForTheLastAcknowledgement() {
        batches(4, 100);
        assertFalse(settlement.settled(ALL_BUT_ONE, now));
    }

    @Test
    void lookingAgainAtTheSameBatchIsNoQuietBatch() {
        batches(1, 100);
        for (int i = 0; i < 10; i++) {
            settlement.observe(new Counts(batch, Map.of("#0", 100L)), ALL, now);
        }
        assertFalse(settlement.settled(ALL, now));
    }

    @Test
    void givesMissingRecordsMoreTime() {
        batches(10, 90);
        assertFalse(settlement.settled(ALL, now));
        batches(20, 90);
        assertTrue(settlement.settled(ALL, now));
    }

    @Test
    void aChangeStartsTheWaitAgain() {
        batches(4, 100);
        batches(1, 101);
        assertFalse(settlement.settled(ALL, now));
    }

    @Test
    void stallsWhenNothingHappensForTwoMinutes() {
        batches(1, 90);
        settlement.observe(
                new Counts(batch, Map.of("#0", 90L)),
                ALL,
                now + Duration.ofSeconds(119).toNanos());
        assertFalse(settlement.stalled(now + Duration.ofSeconds(119).toNanos()));
        assertTrue(settlement.stalled(now + Duration.ofSeconds(121).toNanos()));
    }
}
