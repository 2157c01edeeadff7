package io.durastream.statestore;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One partition's state at one reference, for reading. Owned by one thread; unaffected by whatever else happens to the
 * partition. Must be closed, because it holds native memory.
 *
 * <p>Reading may fail with a {@link LocalStateException} or an {@link IncompatibleStateException}.
 */
public interface StateView<K, V> extends AutoCloseable {

    /** The value of a key, or null. */
    @Nullable
    V get(K key);

    /** The time of a key's timer in milliseconds, if it has one. */
    OptionalLong timer(K key);

    /**
     * All keys that have a value, in the order of a hash of their serialized bytes, as they are at this call: what the transaction
     * puts and removes afterwards does not change the iteration.
     */
    StateIterator<StateEntry<K, V>> entries();

    /**
     * The timers set to a time before {@code beforeMillis}, in the order of time, as they are at this call. Expiring does
     * not clear a timer: {@link StateTransaction#clearTimer} or {@link StateTransaction#remove} does. The cost follows the
     * timers that were set to such times, not the keys; those found are held in memory.
     */
    StateIterator<StateTimer<K>> expired(long beforeMillis);

    @Override
    void close();
}
