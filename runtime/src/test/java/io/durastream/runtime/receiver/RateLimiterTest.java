package io.durastream.runtime.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.durastream.storage.Clock;
import io.durastream.storage.sim.SimulatedClock;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class RateLimiterTest {

    private final SimulatedClock clock = new SimulatedClock(0);

    @Test
    void letsRecordsThroughEvenly() throws InterruptedException {
        RateLimiter limiter = new RateLimiter(100, clock);
        for (int i = 0; i <= 50; i++) {
            acquire(limiter, 1);
        }
        assertEquals(500, clock.wallMillis());
        acquire(limiter, 200);
        assertEquals(510, clock.wallMillis());
        acquire(limiter, 1);
        assertEquals(2_510, clock.wallMillis());
    }

    @Test
    void letsEverythingThroughWithoutALimit() throws InterruptedException {
        RateLimiter limiter = new RateLimiter(Long.MAX_VALUE, clock);
        acquire(limiter, 1_000_000_000);
        acquire(limiter, 1_000_000_000);
        assertEquals(0, clock.wallMillis());
    }

    @Test
    void allowsNoBurstAfterAPause() throws InterruptedException {
        RateLimiter limiter = new RateLimiter(100, clock);
        clock.advance(10_000);
        for (int i = 0; i <= 10; i++) {
            acquire(limiter, 1);
        }
        assertEquals(10_100, clock.wallMillis());
    }

    @Test
    void followsTheRateFromItsChangeOn() throws InterruptedException {
        RateLimiter limiter = new RateLimiter(Long.MAX_VALUE, clock);
        acquire(limiter, 1_000_000);
        limiter.setRate(10);
        acquire(limiter, 1);
        assertEquals(0, clock.wallMillis(), "what came before the limit does not count");
        acquire(limiter, 1);
        assertEquals(100, clock.wallMillis());
        limiter.setRate(1_000);
        acquire(limiter, 1);
        acquire(limiter, 1);
        assertEquals(102, clock.wallMillis());
        limiter.setRate(0);
        acquire(limiter, 1_000);
        acquire(limiter, 1);
        assertEquals(102, clock.wallMillis());
    }

    @Test
    void aNewRateAlsoHoldsForThoseWhoWait() throws InterruptedException {
        RateLimiter[] limiter = new RateLimiter[1];
        Clock changing = new OnEachSleep(clock, () -> {
            if (clock.wallMillis() == 500) {
                limiter[0].setRate(100);
            }
        });
        limiter[0] = new RateLimiter(1, changing);
        acquire(limiter[0], 10);
        acquire(limiter[0], 1);
        assertEquals(500 + 95, clock.wallMillis(), "half a record at 1 a second, 9.5 records at 100 a second");
    }

    @Test
    void waitsNoLongerOnceItIsOver() throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        RateLimiter limiter = new RateLimiter(1, new OnEachSleep(clock, () -> over.set(clock.wallMillis() >= 300)));
        limiter.acquire(1_000, over::get);
        limiter.acquire(1, over::get);
        assertEquals(300, clock.wallMillis());
    }

    private static void acquire(RateLimiter limiter, long records) throws InterruptedException {
        limiter.acquire(records, () -> false);
    }

    private record OnEachSleep(SimulatedClock clock, Runnable action) implements Clock {

        @Override
        public long wallMillis() {
            return clock.wallMillis();
        }

        @Override
        public long nanoTime() {
            return clock.nanoTime();
        }

        @Override
        public void sleep(long millis) {
            clock.sleep(millis);
            action.run();
        }
    }
}
