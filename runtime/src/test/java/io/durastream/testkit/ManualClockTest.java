package io.durastream.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ManualClockTest {

    private static final long LONG = TimeUnit.SECONDS.toMillis(20);

    private final ManualClock clock = new ManualClock(0);

    @Test
    void letsTheDriverGoOnWhenItIsTurned() throws Exception {
        CompletableFuture<Boolean> due = driverWaitsFor(1_000, new AtomicBoolean());
        assertTrue(clock.awaitIdle(LONG));
        assertEquals(1_000, clock.nextDue());

        clock.advanceTo(999);
        assertTrue(clock.awaitIdle(LONG));
        assertFalse(due.isDone());

        clock.advanceTo(1_000);
        assertTrue(due.get());
        assertEquals(1_000, clock.wallMillis());
    }

    @Test
    void isNotIdleBeforeTheDriverWaitsForATimeToCome() throws Exception {
        assertFalse(clock.awaitIdle(1));

        CompletableFuture<Boolean> due = driverWaitsFor(1_000, new AtomicBoolean());
        assertTrue(clock.awaitIdle(LONG));
        clock.advanceTo(1_000);
        assertTrue(due.get());

        assertFalse(clock.awaitIdle(1), "the driver is at work on what fell due");
    }

    @Test
    void letsTheDriverLookWhetherItIsToEnd() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        CompletableFuture<Boolean> due = driverWaitsFor(1_000, stop);
        assertTrue(clock.awaitIdle(LONG));

        clock.wake();
        assertTrue(clock.awaitIdle(LONG), "it has looked, and waits on");
        stop.set(true);
        clock.wake();

        assertFalse(due.get());
    }

    @Test
    void endsADriverThatIsAbandoned() throws Exception {
        CompletableFuture<Boolean> due = driverWaitsFor(1_000, new AtomicBoolean());
        assertTrue(clock.awaitIdle(LONG));

        clock.abandon();

        ExecutionException end = assertThrows(ExecutionException.class, due::get);
        assertInstanceOf(InterruptedException.class, end.getCause());
    }

    @Test
    void doesNotGoBack() {
        clock.advanceTo(5);

        assertThrows(IllegalArgumentException.class, () -> clock.advanceTo(4));
    }

    private CompletableFuture<Boolean> driverWaitsFor(long millis, AtomicBoolean stop) {
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        Thread driver = new Thread(() -> {
            try {
                result.complete(clock.awaitDue(millis, stop::get));
            } catch (InterruptedException e) {
                result.completeExceptionally(e);
            }
        });
        driver.setDaemon(true);
        driver.start();
        return result;
    }
}
