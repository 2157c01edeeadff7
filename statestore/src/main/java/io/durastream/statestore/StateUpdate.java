package io.durastream.statestore;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a key's value follows from the one before and from what arrived for the key. */
@FunctionalInterface
public interface StateUpdate<A, V> {

    /**
     * {@return the key's value from now on, which may be the one before, changed; null removes the key}
     *
     * @param arrived empty where nothing did
     * @param before null where the key has no value
     */
    @Nullable
    V update(List<A> arrived, @Nullable V before) throws Exception;
}
