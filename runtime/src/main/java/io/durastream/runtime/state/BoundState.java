package io.durastream.runtime.state;

import io.durastream.State;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The {@link State} that is given to mapping functions: bound to the state of one key before each call, asked after it
 * what the function did. Owned by the thread of one task.
 */
public final class BoundState<S> extends State<S> {

    private @Nullable S value;
    private boolean exists;
    private boolean timingOut;
    private boolean updated;
    private boolean removed;

    /** For a call about a key that has this state. */
    public void bind(S state) {
        reset(state, true, false);
    }

    /** For a call about a key without state. */
    public void bindAbsent() {
        reset(null, false, false);
    }

    /** For the last call about a key that was idle for too long. */
    public void bindTimingOut(S state) {
        reset(state, true, true);
    }

    /** Whether {@link #get()} gives a state that the function has set since it was bound. */
    public boolean isUpdated() {
        return updated;
    }

    /** Whether the function has removed the state since it was bound. */
    public boolean isRemoved() {
        return removed;
    }

    @Override
    public boolean exists() {
        return exists;
    }

    @Override
    @SuppressWarnings("NullAway") // a state that exists may be null: it is what the function has set
    public S get() {
        if (!exists) {
            throw new NoSuchElementException("State is not set");
        }
        return value;
    }

    @Override
    public void update(S newState) {
        require(!removed, "Cannot update the state after it has been removed");
        require(!timingOut, "Cannot update the state that is timing out");
        value = newState;
        exists = true;
        updated = true;
    }

    @Override
    public void remove() {
        require(!timingOut, "Cannot remove the state that is timing out");
        require(!removed, "Cannot remove the state that has already been removed");
        value = null;
        exists = false;
        updated = false;
        removed = true;
    }

    @Override
    public boolean isTimingOut() {
        return timingOut;
    }

    private void reset(@Nullable S newValue, boolean nowExists, boolean nowTimingOut) {
        value = newValue;
        exists = nowExists;
        timingOut = nowTimingOut;
        updated = false;
        removed = false;
    }

    /** Speaks as Scala's {@code require} does, which is what applications know. */
    private static void require(boolean condition, String text) {
        if (!condition) {
            throw new IllegalArgumentException("requirement failed: " + text);
        }
    }
}
