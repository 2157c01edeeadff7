package io.durastream.runtime.state;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A key's part of an inverse window: the total, and what each batch in the window contributed, so that what leaves the
 * window is known without reading old input again.
 */
final class WindowState<V> {

    private V total;
    private final Deque<Slot<V>> slots = new ArrayDeque<>();

    WindowState(V total) {
        this.total = total;
    }

    V total() {
        return total;
    }

    void total(V newTotal) {
        total = newTotal;
    }

    void add(long batchMillis, V value) {
        slots.addLast(new Slot<>(batchMillis, value));
    }

    /** When the oldest contribution was made; null when nothing is in the window. */
    @Nullable
    Long oldest() {
        Slot<V> first = slots.peekFirst();
        return first == null ? null : first.batchMillis;
    }

    /** What is in the window, the oldest first. */
    Collection<Slot<V>> slots() {
        return Collections.unmodifiableCollection(slots);
    }

    V removeOldest() {
        return slots.removeFirst().value;
    }

    record Slot<V>(long batchMillis, V value) {}
}
