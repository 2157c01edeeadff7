package io.durastream.runtime.state;

import io.durastream.State;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The state of one key during one call of a mapping function. */
final class KeyState<S> extends State<S> {

    private @Nullable S value;
    private final boolean timingOut;
    private boolean updated;
    private boolean removed;

    KeyState(@Nullable S value, boolean timingOut) {
        this.value = value;
        this.timingOut = timingOut;
    }

    boolean isUpdated() {
        return updated;
    }

    boolean isRemoved() {
        return removed;
    }

    @Override
    public boolean exists() {
        return value != null;
    }

    @Override
    public S get() {
        if (value == null) {
            throw new NoSuchElementException("State is not set");
        }
        return value;
    }

    @Override
    public void update(S newState) {
        require(!removed, "Cannot update the state after it has been removed");
        require(!timingOut, "Cannot update the state that is timing out");
        value = newState;
        updated = true;
    }

    @Override
    public void remove() {
        require(!timingOut, "Cannot remove the state that is timing out");
        require(!removed, "Cannot remove the state that has already been removed");
        value = null;
        updated = false;
        removed = true;
    }

    @Override
    public boolean isTimingOut() {
        return timingOut;
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException("requirement failed: " + otherwise);
        }
    }
}
