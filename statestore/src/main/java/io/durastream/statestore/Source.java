package io.durastream.statestore;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The state that a transaction starts from, as it was at one moment. Owned by one thread. */
interface Source extends AutoCloseable {

    Row get(Bytes key);

    /** Keys and rows with a value, in the order of the keys. */
    Cursor values();

    /** The timers before {@code beforeMillis}, in the order of time and key. */
    List<StateTimer<Bytes>> timers(long beforeMillis);

    @Override
    void close();

    /** Hands out rows one after the other. */
    interface Cursor {

        /** The next row; null behind the last one. */
        HeapTable.@Nullable Entry next();
    }

    /** The state that holds nothing. */
    static Source empty() {
        return new Source() {
            @Override
            public Row get(Bytes key) {
                return Row.ABSENT;
            }

            @Override
            public Cursor values() {
                return () -> null;
            }

            @Override
            public List<StateTimer<Bytes>> timers(long beforeMillis) {
                return List.of();
            }

            @Override
            public void close() {}
        };
    }
}
