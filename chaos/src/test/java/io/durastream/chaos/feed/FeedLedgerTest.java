package io.durastream.chaos.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.durastream.storage.Clock;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class FeedLedgerTest {

    private long millis = 500;
    private final FeedLedger ledger = new FeedLedger(1000, 100, new ClockOfTheTest());

    @Test
    void nothingArisesBeforeTheFirstClient() {
        millis += 1000;
        assertEquals(0, ledger.arisen());
    }

    @Test
    void recordsAriseAtTheRateWhoeverListens() throws ProtocolException {
        ledger.resume(-1);
        millis += 2500;
        assertEquals(250, ledger.arisen());
        millis += 60_000;
        assertEquals(1000, ledger.arisen());
    }

    @Test
    void nothingArisesAfterTheTextWasFinished() throws ProtocolException {
        ledger.resume(-1);
        millis += 2500;
        assertEquals(250, ledger.finish());
        millis += 2500;
        assertEquals(250, ledger.arisen());
        assertEquals(250, ledger.progress().records());
    }

    @Test
    void countsOnlyRepeatedRecordsAsResent() throws ProtocolException {
        ledger.resume(-1);
        ledger.sending(0, 100);
        ledger.acknowledge(39);
        assertEquals(40, ledger.resume(-1));
        ledger.sending(40, 130);
        assertEquals(130, ledger.progress().sent());
        assertEquals(60, ledger.progress().resent());
    }

    @Test
    void anOldAcknowledgementTakesNothingBack() throws ProtocolException {
        ledger.resume(-1);
        ledger.sending(0, 100);
        ledger.acknowledge(80);
        ledger.acknowledge(10);
        assertEquals(81, ledger.progress().acknowledged());
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
