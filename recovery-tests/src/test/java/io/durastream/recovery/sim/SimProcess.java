package io.durastream.recovery.sim;

import io.durastream.runtime.driver.BatchTimer;
import io.durastream.storage.Clock;
import io.durastream.storage.Storage;
import io.durastream.storage.sim.SimulatedDisk;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A simulated process: its view of the disk, its clock, and whether it is dead or stopped for a while. */
final class SimProcess implements Clock, BatchTimer {

    /** Virtual time begins here; a multiple of every batch interval in use. */
    static final long WALL_ZERO = 1_000_000;

    private final String name;
    private final Scheduler scheduler;
    private final SimulatedDisk disk;
    private final Storage storage;
    private final long skewMillis;
    private boolean dead;
    private long pausedUntil;
    private Scheduler.@Nullable Actor waiting;

    /** @param skewMillis how far its wall clock is ahead */
    SimProcess(
            String name, Scheduler scheduler, SimulatedDisk disk, long skewMillis, UnaryOperator<Storage> decoration) {
        this.name = name;
        this.scheduler = scheduler;
        this.disk = disk;
        this.skewMillis = skewMillis;
        this.storage = decoration.apply(disk.client(name));
    }

    String name() {
        return name;
    }

    Storage storage() {
        return storage;
    }

    void spawn(Scheduler.Body body) {
        scheduler.spawn(this, body);
    }

    /** SIGKILL: its actors end when their turn comes, without another effect. */
    void kill() {
        if (!dead) {
            dead = true;
            disk.crash(name);
        }
    }

    boolean isDead() {
        return dead;
    }

    /** Whether a thread of it is left. */
    boolean isRunning() {
        return !dead && scheduler.isAlive(this);
    }

    /** SIGSTOP until then. */
    void pauseUntil(long millis) {
        pausedUntil = millis;
    }

    long pausedUntil() {
        return pausedUntil;
    }

    boolean isPaused() {
        return pausedUntil > scheduler.nowMillis();
    }

    @Override
    public long wallMillis() {
        return WALL_ZERO + scheduler.nowMillis() + skewMillis;
    }

    @Override
    public long nanoTime() {
        return scheduler.nowMillis() * 1_000_000;
    }

    @Override
    public void sleep(long millis) {
        scheduler.sleep(millis);
    }

    @Override
    public boolean awaitDue(long wallMillis, BooleanSupplier giveUp) {
        while (!giveUp.getAsBoolean()) {
            long rest = wallMillis - wallMillis();
            if (rest <= 0) {
                return true;
            }
            waiting = scheduler.current();
            sleep(rest);
        }
        return false;
    }

    @Override
    public void pause(long millis, BooleanSupplier giveUp) {
        boolean ignored = awaitDue(wallMillis() + millis, giveUp);
    }

    @Override
    public void wake() {
        if (waiting != null) {
            scheduler.wake(waiting);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
