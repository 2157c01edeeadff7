package io.durastream.statestore;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The place of a partition's live state in this process, which has at most one, and the lock that guards it. It goes from the
 * store of a standby to that of the leader, whatever is just being restored in it.
 */
final class LiveSlot {

    private final StateId id;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable LiveState live;

    LiveSlot(StateId id) {
        this.id = id;
    }

    /** Waits for who restores or moves the state. */
    void lock() throws IOException {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while another task opened the state of " + id);
        }
    }

    void unlock() {
        lock.unlock();
    }

    <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    void locked(Runnable action) {
        locked(() -> {
            action.run();
            return true;
        });
    }

    /** What there is and works; one that failed is given up. With the lock, as all that follows. */
    @Nullable
    LiveState live() {
        if (live != null && live.tiers().db().failed()) {
            giveUp();
        }
        return live;
    }

    /**
     * Brings the live state to a version, from where it is if it can be.
     *
     * @throws IOException when what leads there cannot be read; a live state stays what it was
     */
    LiveState moveTo(@Nullable StateRef ref, Restorer restorer) throws IOException {
        LiveState current = live();
        if (current != null && ref != null && catchUp(current, ref, restorer)) {
            return current;
        }
        giveUp();
        LiveState restored = restorer.restore(ref);
        live = restored;
        return restored;
    }

    /** The same; but a live state that is further already stays. */
    LiveState moveForwardTo(StateRef ref, Restorer restorer) throws IOException {
        LiveState current = live();
        if (current == null || !(current.isAt(ref) || current.isNewerThan(ref))) {
            return moveTo(ref, restorer);
        }
        current.seen(ref);
        return current;
    }

    private boolean catchUp(LiveState current, StateRef ref, Restorer restorer) throws IOException {
        Chain chain = restorer.way(current, ref);
        if (!chain.contains(current.lineage())) {
            return false;
        }
        boolean done = false;
        try {
            current.follow(chain, ref);
            done = true;
        } finally {
            if (!done) {
                giveUp();
            }
        }
        return true;
    }

    /** Ends the live state and deletes its local copy, once nobody reads it. */
    void giveUp() {
        if (live != null) {
            live.tiers().db().discardWhenReleased();
            release();
        }
    }

    /** Ends the live state, once nobody reads it; its local copy stays. */
    void release() {
        if (live != null) {
            live.tiers().release();
            live = null;
        }
    }
}
