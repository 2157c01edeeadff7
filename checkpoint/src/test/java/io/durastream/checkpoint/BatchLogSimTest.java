package io.durastream.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.DamagedFileException;
import io.durastream.storage.Storage;
import io.durastream.storage.fault.Operation;
import io.durastream.storage.fault.OperationHook;
import io.durastream.storage.sim.SimulatedDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Drivers that come, sleep, wake and die, on a storage that promises no more than its contract. Another seed:
 * {@code -Ddurastream.sim.seed=<seed> -Ddurastream.sim.histories=1}.
 */
class BatchLogSimTest {

    private static final long SEED = Long.getLong("durastream.sim.seed", 1);
    private static final int HISTORIES = Integer.getInteger("durastream.sim.histories", 1_500);

    @Test
    void keepsOneTrueLogInEveryHistory() throws IOException {
        long moves = 0;
        long fenced = 0;
        long seenGrow = 0;
        long failedPolls = 0;
        for (long seed = SEED; seed < SEED + HISTORIES; seed++) {
            try {
                History history = new History(seed);
                history.run();
                moves += history.moves;
                seenGrow += history.seenGrow;
                failedPolls += history.failedPolls;
                fenced += history.drivers.stream().filter(Driver::fenced).count();
            } catch (AssertionError | RuntimeException | IOException e) {
                throw new AssertionError(
                        "Failed with the seed " + seed
                                + "; again: mvn -pl checkpoint -am test -Dtest=BatchLogSimTest"
                                + " -Dsurefire.failIfNoSpecifiedTests=false -Ddurastream.sim.histories=1"
                                + " -Ddurastream.sim.seed=" + seed,
                        e);
            }
        }
        assertTrue(moves > 50L * HISTORIES, "operations: " + moves);
        assertTrue(fenced > HISTORIES / 2, "fenced drivers: " + fenced);
        assertTrue(seenGrow > 2L * HISTORIES, "polls that found something new: " + seenGrow);
        assertTrue(failedPolls > HISTORIES, "polls that failed: " + failedPolls);
    }

    @Test
    void isTheSameHistoryForTheSameSeed() throws IOException {
        History one = new History(SEED);
        one.run();
        History two = new History(SEED);
        two.run();
        assertEquals(one.witness.fold(), two.witness.fold());
        assertEquals(one.moves, two.moves);
    }

    private static final class History {

        private static final int DRIVERS = 5;
        private static final int STEPS = 9;
        private static final int LONGEST_RUN = 60;
        private static final double CRASHES = 0.004;
        private static final double ARRIVALS = 0.03;
        private static final int FOLLOWERS = 2;
        private static final int POLLS = 25;

        final Witness witness;
        final List<Driver> drivers = new ArrayList<>();
        long moves;
        long seenGrow;
        long failedPolls;
        private final SplittableRandom random;
        private final SimulatedDisk disk;
        private final Storage network;
        private final Baton baton = new Baton();
        private final List<Runnable> delayed = new ArrayList<>();

        History(long seed) {
            random = new SplittableRandom(seed);
            disk = new SimulatedDisk(seed);
            witness = new Witness(disk);
            network = disk.client("network");
            disk.hook(new OperationHook() {
                @Override
                public void before(Operation operation) {
                    baton.await(operation.client());
                    witness.before(operation);
                }

                @Override
                public void after(Operation operation) throws IOException {
                    witness.after(operation);
                }
            });
        }

        void run() throws IOException {
            for (int i = 0; i < FOLLOWERS; i++) {
                String name = "follower-" + i;
                Storage storage = new WeakStorage(disk.client(name), network, random, delayed);
                baton.start(name, () -> follow(BatchLogFollower.of(storage)));
            }
            while (!baton.alive().isEmpty() || drivers.size() < DRIVERS) {
                String mover = chooseMover();
                int operations = 1 + random.nextInt(1 + random.nextInt(LONGEST_RUN));
                for (int i = 0; i < operations; i++) {
                    baton.move(mover);
                    moves++;
                    arriveSometimes();
                    if (random.nextDouble() < CRASHES) {
                        disk.crash(mover);
                    }
                }
            }
            checkTheEnd();
        }

        private String chooseMover() {
            List<String> alive = baton.alive();
            boolean another = drivers.size() < DRIVERS && random.nextInt(6) == 0;
            return alive.isEmpty() || another ? startDriver() : alive.get(random.nextInt(alive.size()));
        }

        private String startDriver() {
            String name = "driver-" + drivers.size();
            Storage storage = new WeakStorage(disk.client(name), network, random, delayed);
            Driver driver = new Driver(name, storage, STEPS);
            drivers.add(driver);
            baton.start(name, driver::run);
            return name;
        }

        /** What it is shown is always a part of the true log from its beginning, and never shorter than before. */
        private void follow(BatchLogFollower follower) {
            LogState last = LogState.empty();
            for (int i = 0; i < POLLS; i++) {
                try {
                    LogState now = follower.poll();
                    assertTrue(now.sequence() >= last.sequence(), "went back from " + last + " to " + now);
                    assertEquals(witness.foldUpTo(now.sequence()), now, "what a follower is shown");
                    seenGrow += now.sequence() > last.sequence() ? 1 : 0;
                    last = now;
                } catch (DamagedFileException e) {
                    throw new AssertionError("A follower takes a log for damaged that is being written", e);
                } catch (IOException e) {
                    failedPolls++;
                }
            }
        }

        private void arriveSometimes() {
            if (!delayed.isEmpty() && random.nextDouble() < ARRIVALS) {
                delayed.remove(random.nextInt(delayed.size())).run();
            }
        }

        /** All quiet: what is still on its way arrives, and one new driver goes on from the true log. */
        private void checkTheEnd() throws IOException {
            while (!delayed.isEmpty()) {
                delayed.remove(0).run();
            }
            Driver last = new Driver("last", disk.client("last"), STEPS);
            last.run();
            assertTrue(!last.fenced(), "the last driver goes on alone");
            drivers.add(last);
            try (Storage storage = disk.client("reader")) {
                witness.check(drivers, BatchLog.read(storage).state());
            }
        }
    }
}
