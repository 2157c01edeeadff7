package io.durastream.runtime.standby;

import io.durastream.checkpoint.LogState;
import io.durastream.runtime.standby.Readiness.Held;
import io.durastream.runtime.state.StateFollower;
import io.durastream.runtime.state.StatePlaces;
import io.durastream.runtime.state.StateReadiness;
import io.durastream.storage.Epoch;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Copies on the executors of this application, from the first epoch on that somebody leads in. */
public final class StateCopies implements Copies {

    private final Function<Epoch, StateFollower> followers;

    /** Guarded by this object's monitor: a thread follows, another one ends it. */
    private @Nullable StateFollower follower;

    private boolean closed;

    /**
     * Follows nothing yet.
     *
     * @param followers makes what follows, for the epoch that the batch log has then
     */
    public StateCopies(Function<Epoch, StateFollower> followers) {
        this.followers = followers;
    }

    @Override
    public Held follow(LogState head) {
        StateFollower following = follower(head);
        if (following == null) {
            return Held.NOTHING;
        }
        StateReadiness readiness = following.follow(head);
        return new Held(readiness.partitions(), readiness.copies(), readiness.behind());
    }

    private synchronized @Nullable StateFollower follower(LogState head) {
        if (follower == null && !closed && head.epoch().isPresent()) {
            follower = followers.apply(head.epoch().get());
        }
        return follower;
    }

    @Override
    public synchronized StatePlaces places() {
        return follower == null ? new StatePlaces(Map.of()) : follower.places();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (follower != null) {
            follower.close();
        }
    }

    @Override
    public synchronized void giveUp() {
        closed = true;
        if (follower != null) {
            follower.giveUp();
        }
    }
}
