package io.durastream.runtime.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.InputRange;
import io.durastream.runtime.receiver.DirectDriver.Network;
import io.durastream.runtime.receiver.StreamUnderTest.Driver;
import io.durastream.runtime.receiver.StreamUnderTest.Receiving;
import io.durastream.storage.StoragePath;
import io.durastream.storage.sim.SimulatedDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Histories of a receiver with source positions under drivers that come and go, from seeds: whatever happens, the
 * batches read every record of the source once and in order, and nothing acknowledged is missing.
 */
class ReceivedStreamSimTest {

    private static final int SEEDS = 1_000;
    private static final int STEPS = 60;

    @Test
    void batchesReadEveryRecordOnceAndInOrder() throws IOException {
        for (long seed = 0; seed < SEEDS; seed++) {
            try {
                new History(seed).run();
            } catch (AssertionError | IOException | RuntimeException e) {
                throw new AssertionError("Seed " + seed + ": run new History(" + seed + "L).run()", e);
            }
        }
    }

    private static final class History {

        private final SplittableRandom random;
        private final StreamUnderTest stream;
        private final List<Source> zombies = new ArrayList<>();
        private final List<String> read = new ArrayList<>();
        private Driver driver;
        private long epoch = 1;
        private boolean recovered;
        private @Nullable Source source;
        private int acknowledged;

        History(long seed) {
            random = new SplittableRandom(seed);
            stream = new StreamUnderTest(new SimulatedDisk(seed), random.nextBoolean() ? 1 : 300);
            driver = stream.driver(epoch);
        }

        void run() throws IOException {
            for (int i = 0; i < STEPS; i++) {
                step();
                stream.clock.advance(random.nextInt(400));
            }
            finish();
        }

        private void step() throws IOException {
            switch (random.nextInt(20)) {
                case 0 -> takeOver();
                case 1 -> restartReceiver();
                case 2 -> forgetAPlan();
                case 3 -> clean();
                case 4, 5, 6 -> plan();
                case 7, 8 -> zombieStores();
                case 9 -> recoverIfNeedBe();
                default -> store();
            }
        }

        private void takeOver() {
            if (source != null) {
                zombies.add(source);
                source = null;
            }
            epoch++;
            driver = stream.driver(epoch);
            recovered = false;
        }

        private void recoverIfNeedBe() throws IOException {
            if (!recovered) {
                driver.recovered();
                recovered = true;
            }
        }

        private void restartReceiver() {
            if (recovered) {
                if (source != null) {
                    zombies.add(source);
                }
                source = new Source(driver);
            }
        }

        private void store() {
            if (source == null || source.over) {
                restartReceiver();
            }
            if (source != null) {
                driver.link.network = random.nextInt(8) > 0
                        ? Network.WORKS
                        : random.nextBoolean() ? Network.LOSES_REPORTS : Network.LOSES_ANSWERS;
                acknowledged = Math.max(acknowledged, source.store(1 + random.nextInt(3)));
                driver.link.network = Network.WORKS;
            }
        }

        /** Receivers that should be gone go on; that nobody acknowledges them anything is what keeps the count right. */
        private void zombieStores() {
            if (!zombies.isEmpty()) {
                Source zombie = zombies.get(random.nextInt(zombies.size()));
                boolean sealed = recovered && zombie.of != driver;
                int stored = zombie.store(1);
                boolean harmless = stored == 0 || (!recovered && zombie.of != driver);
                assertTrue(harmless, sealed ? "A fenced receiver was acknowledged" : "An old attempt was acknowledged");
                acknowledged = Math.max(acknowledged, stored);
            }
        }

        private void plan() throws IOException {
            BatchTime time = nextTime();
            InputRange range = driver.blocks.plan(time);
            stream.put(time, range);
            read.addAll(stream.read(range));
            assertEquals(numbers(read.size()), read);
        }

        /** The driver dies between planning and the batch log. */
        private void forgetAPlan() throws IOException {
            driver.blocks.plan(nextTime());
            takeOver();
        }

        private BatchTime nextTime() {
            long now = stream.clock.wallMillis();
            BatchTime last = stream.batchLog.isEmpty() ? null : stream.batchLog.lastKey();
            if (last != null && last.millis() >= now) {
                stream.clock.advance(last.millis() - now + 1);
            }
            return new BatchTime(stream.clock.wallMillis());
        }

        private void clean() throws IOException {
            if (!stream.batchLog.isEmpty()) {
                BatchTime last = stream.batchLog.lastKey();
                InputRange retained = stream.batchLog.lastEntry().getValue();
                stream.batchLog.headMap(last, false).clear();
                for (StoragePath path : driver.blocks.garbage(last)) {
                    driver.storage.delete(path);
                }
                assertEquals(
                        ReceivedRange.of(retained).blocks().isEmpty(),
                        stream.read(retained).isEmpty());
            }
        }

        private void finish() throws IOException {
            takeOver();
            recoverIfNeedBe();
            while (driver.blocks.hasUnplanned()) {
                plan();
            }
            assertTrue(acknowledged <= read.size(), () -> acknowledged + " acknowledged, " + read.size() + " read");
        }

        private static List<String> numbers(int count) {
            return IntStream.rangeClosed(1, count).mapToObj(Integer::toString).toList();
        }
    }

    /** An attempt of a receiver whose source sends 1, 2, 3 … again from the position that is durable. */
    private static final class Source {

        private final Driver of;
        private final Receiving receiving;
        private int sent;
        private boolean over;

        Source(Driver of) {
            this.of = of;
            receiving = of.receiver();
            String last = receiving.lastPosition();
            sent = last.equals("none") ? 0 : Integer.parseInt(last);
        }

        /** Sends the next records; returns the number of the last one if they were acknowledged, else 0. */
        int store(int count) {
            String[] records = IntStream.rangeClosed(sent + 1, sent + count)
                    .mapToObj(Integer::toString)
                    .toArray(String[]::new);
            try {
                receiving.store(records);
                sent += count;
                return sent;
            } catch (IOException e) {
                over = true;
                return 0;
            }
        }
    }
}
