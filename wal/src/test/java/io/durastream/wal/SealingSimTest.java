package io.durastream.wal;

import static io.durastream.wal.Logs.FIRST;
import static io.durastream.wal.Logs.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.DamagedFileException;
import io.durastream.storage.Epoch;
import io.durastream.storage.fault.Operation;
import io.durastream.storage.fault.OperationHook;
import io.durastream.storage.sim.SimulatedDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Writers that live while their log is sealed, one storage operation at a time. After every history: nothing was
 * acknowledged after a seal returned, everything acknowledged is found, and what the sealer found is what there is for
 * ever.
 */
final class SealingSimTest {

    private static final SegmentedLogOptions OPTIONS = Logs.options().withSegmentBytes(160);

    /**
     * Three changes between writer and sealer, at all possible operations: writer to i, sealer to j, writer to k, then
     * both to the end.
     */
    @Test
    void sealsAgainstALiveWriterAtEveryOperation() throws Exception {
        int histories = 0;
        boolean longer = true;
        for (int i = 0; longer; i++) {
            longer = false;
            for (int j = 0; j < 20; j++) {
                for (int k = 0; k < 12; k++) {
                    Preemptions preemptions = new Preemptions(i, j, k);
                    new World(histories, 0).run(1, 1, 6, preemptions, preemptions.toString());
                    longer |= preemptions.reachedFirst;
                    histories++;
                }
            }
        }
        assertTrue(histories > 4_000, "only " + histories + " histories");
    }

    @Test
    void sealsAgainstManyLiveWritersUnderFaults() throws Exception {
        int fenced = 0;
        int acknowledged = 0;
        for (long seed = 0; seed < 2_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            World world = new World(seed, random.nextInt(3) == 0 ? 0 : 5);
            // Bursts find more than fair turns: one actor sleeps while others do a lot.
            Schedule.Chooser chooser = new Bursts(random.split());
            world.run(1 + random.nextInt(2), 1 + random.nextInt(2), 1 + random.nextInt(5), chooser, "seed " + seed);
            fenced += world.fenced();
            acknowledged += world.acknowledged();
        }
        assertTrue(fenced > 500 && acknowledged > 500, "fenced " + fenced + ", acknowledged " + acknowledged);
    }

    /** One disk, with writers of the first epoch and sealers of later ones. */
    private static final class World {

        private final SimulatedDisk disk;
        private final int faultsPerHundred;
        private final SplittableRandom random;
        private final Map<String, History> histories = new LinkedHashMap<>();
        private final Map<String, List<String>> sealedView = new LinkedHashMap<>();
        private final Map<String, Integer> acknowledgedAtSeal = new LinkedHashMap<>();

        World(long seed, int faultsPerHundred) {
            this.disk = new SimulatedDisk(seed);
            this.random = new SplittableRandom(~seed);
            this.faultsPerHundred = faultsPerHundred;
        }

        void run(int writers, int sealers, int entries, Schedule.Chooser chooser, String name) throws Exception {
            Schedule schedule = new Schedule(faultsPerHundred == 0 ? null : new RandomFaults());
            disk.hook(schedule);
            for (int i = 0; i < writers; i++) {
                addWriter(schedule, "w" + i, entries);
            }
            for (int i = 0; i < sealers; i++) {
                addSealer(schedule, "sealer" + i, Epoch.of(2 + i));
            }
            try {
                schedule.run(chooser);
                check();
            } catch (AssertionError e) {
                throw new AssertionError("In the history of " + name, e);
            }
        }

        int fenced() {
            return (int) histories.values().stream().filter(History::fenced).count();
        }

        int acknowledged() {
            return histories.values().stream()
                    .mapToInt(History::acknowledgedCount)
                    .sum();
        }

        private void addWriter(Schedule schedule, String name, int entries) {
            History history = new History(name);
            histories.put(name, history);
            SegmentedLog log = Logs.open(disk.client(name), OPTIONS.withAppendTries(1 + random.nextInt(3)));
            schedule.actor(name, () -> history.append(log.openWriter(FIRST, name), entries));
        }

        private void addSealer(Schedule schedule, String name, Epoch epoch) {
            SegmentedLog log = Logs.open(disk.client(name), OPTIONS);
            schedule.actor(name, () -> {
                stubbornly(() -> log.sealBefore(epoch));
                histories.forEach((writer, history) -> {
                    acknowledgedAtSeal.merge(writer, history.acknowledgedCount(), Math::min);
                });
                for (String writer : histories.keySet()) {
                    List<String> found = stubbornly(() -> Logs.texts(log, writer));
                    List<String> others = sealedView.put(writer, found);
                    assertTrue(others == null || others.equals(found), "two sealers found different ends of " + writer);
                }
            });
        }

        /** Tries again when an operation failed; never when it found damage, as there is none. */
        private static <T> T stubbornly(Callable<T> work) throws Exception {
            for (int i = 0; ; i++) {
                try {
                    return work.call();
                } catch (DamagedFileException e) {
                    throw e;
                } catch (IOException e) {
                    assertTrue(i < 10_000, () -> "never succeeded: " + e);
                }
            }
        }

        private void check() throws IOException {
            disk.hook(OperationHook.NONE);
            SegmentedLog log = Logs.open(disk.client("checker"), OPTIONS);
            for (History history : histories.values()) {
                String writer = history.writer();
                assertEquals(
                        acknowledgedAtSeal.get(writer),
                        history.acknowledgedCount(),
                        () -> writer + " had something acknowledged after the seal");
                List<String> found = new ArrayList<>();
                history.check(log).forEach(entry -> found.add(Logs.text(entry.payload())));
                assertEquals(sealedView.get(writer), found, () -> "what the sealer found of " + writer + " changed");
            }
            log.sealBefore(SECOND);
        }

        private final class RandomFaults implements Schedule.Faults {

            @Override
            public boolean failsBefore(Operation operation) {
                return random.nextInt(100) < faultsPerHundred;
            }

            @Override
            public boolean failsAfter(Operation operation) {
                return random.nextInt(100) < faultsPerHundred;
            }
        }
    }

    /** Runs the writer for i operations, the sealer for j, the writer for k, and then each to its end. */
    private static final class Preemptions implements Schedule.Chooser {

        private final int i;
        private final int j;
        private final int k;
        private int steps;
        private boolean reachedFirst;

        Preemptions(int i, int j, int k) {
            this.i = i;
            this.j = j;
            this.k = k;
        }

        @Override
        public String choose(List<String> unfinished) {
            int step = steps++;
            boolean writerTurn = step < i || (step >= i + j && step < i + j + k);
            reachedFirst |= step >= i && unfinished.contains("w0");
            String wanted = writerTurn ? "w0" : "sealer0";
            return unfinished.contains(wanted) ? wanted : unfinished.get(0);
        }

        @Override
        public String toString() {
            return "writer " + i + ", sealer " + j + ", writer " + k;
        }
    }

    /** Lets an actor that was chosen go on for a while. */
    private static final class Bursts implements Schedule.Chooser {

        private final SplittableRandom random;
        private @Nullable String current;
        private int left;

        Bursts(SplittableRandom random) {
            this.random = random;
        }

        @Override
        public String choose(List<String> unfinished) {
            if (left-- <= 0 || current == null || !unfinished.contains(current)) {
                current = unfinished.get(random.nextInt(unfinished.size()));
                left = random.nextInt(3) == 0 ? random.nextInt(40) : random.nextInt(4);
            }
            return current;
        }
    }
}
