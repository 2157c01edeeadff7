package io.durastream;

import java.util.NoSuchElementException;

/**
 * The state of one key, as the mapping function of {@code mapWithState} sees it.
 *
 * <p>One object serves many keys, one after the other: it means something during a call of the function only, and on
 * the calling thread. What the function sets becomes durable with the batch.
 *
 * @param <S> the type of the state
 */
public abstract class State<S> {

    /** {@return whether the key has a state; also true while it is timing out} */
    public abstract boolean exists();

    /**
     * {@return the state}
     *
     * @throws NoSuchElementException when there is none; see {@link #exists()}
     */
    public abstract S get();

    /**
     * Sets the state.
     *
     * @param newState what the key has from now on
     * @throws IllegalArgumentException when the state was removed in this call, or is timing out
     */
    public abstract void update(S newState);

    /**
     * Drops the state, if there is one.
     *
     * @throws IllegalArgumentException when the state was removed already in this call, or is timing out
     */
    public abstract void remove();

    /**
     * Whether the key was idle for longer than the timeout of the {@link StateSpec}. It is then the last call for this
     * key, with an empty value, and the state goes by itself.
     *
     * @return true in the last call for the key
     */
    public abstract boolean isTimingOut();

    /** The state's own text, or {@code <state not set>}. */
    @Override
    public final String toString() {
        return exists() ? String.valueOf(get()) : "<state not set>";
    }
}
