package io.durastream.runtime.receiver;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.durastream.runtime.receiver.AttemptOverException.Reason;
import io.durastream.storage.Clock;
import io.durastream.storage.sim.SimulatedClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BlockGeneratorTest {

    private final List<List<Integer>> stored = Collections.synchronizedList(new ArrayList<>());
    private final SimulatedClock clock = new SimulatedClock(0);

    @Test
    void makesABlockOfWhatCameBetweenTwoCuts() throws InterruptedException {
        BlockGenerator<Integer> generator = generator(10, stored::add, clock);
        generator.add(1);
        generator.add(2);
        generator.cut();
        generator.cut();
        generator.add(3);
        generator.cut();
        generator.storeNext();
        generator.storeNext();
        assertEquals(List.of(List.of(1, 2), List.of(3)), stored);
    }

    @Test
    void storesABlockAgainUntilTheLogCanBeWritten() throws InterruptedException {
        AtomicInteger failures = new AtomicInteger(3);
        BlockGenerator<Integer> generator = generator(
                10,
                block -> {
                    if (failures.getAndDecrement() > 0) {
                        throw new IOException("No space left");
                    }
                    stored.add(block);
                },
                clock);
        generator.add(1);
        generator.cut();
        generator.storeNext();
        assertEquals(List.of(List.of(1)), stored);
        assertEquals(1_500, clock.wallMillis());
    }

    @Test
    void givesBlocksUpWhenTheAttemptIsOver() throws InterruptedException {
        BlockGenerator<Integer> generator = generator(
                10,
                block -> {
                    throw new AttemptOverException(Reason.FENCED, "Fenced");
                },
                clock);
        generator.add(1);
        generator.cut();
        generator.storeNext();
        assertEquals(0, clock.wallMillis());
    }

    @Test
    void storesWhatItHasWhenItIsStopped() throws InterruptedException {
        BlockGenerator<Integer> generator = generator(10, stored::add, Clock.system());
        generator.start();
        generator.add(1);
        generator.stop();
        assertEquals(List.of(List.of(1)), stored);
        assertEquals(
                "Cannot add data as BlockGenerator has not been started or has been stopped",
                assertThrows(IllegalStateException.class, () -> generator.add(2))
                        .getMessage());
    }

    @Test
    void addWaitsWhileTheQueueIsFull() throws InterruptedException {
        BlockGenerator<Integer> generator = generator(1, stored::add, clock);
        generator.add(1);
        generator.cut();
        generator.add(2);
        Thread cutter = background(generator::cut);
        await().until(() -> cutter.getState() == Thread.State.WAITING);
        Thread receiver = background(() -> generator.add(3));
        await().until(() -> receiver.getState() == Thread.State.BLOCKED);
        generator.storeNext();
        receiver.join();
        cutter.join();
        generator.storeNext();
        assertEquals(List.of(List.of(1), List.of(2)), stored);
        assertFalse(receiver.isAlive());
    }

    private static BlockGenerator<Integer> generator(int queue, BlockGenerator.Sink<Integer> sink, Clock clock) {
        return new BlockGenerator<>("test", 1_000_000, queue, sink, clock);
    }

    private static Thread background(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private interface Work {
        void run() throws InterruptedException;
    }
}
