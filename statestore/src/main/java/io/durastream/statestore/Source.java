package io.durastream.statestore;

import java.util.List;

/** The state that a transaction starts from, as it was at one moment. Owned by one thread. */
interface Source extends AutoCloseable {

    Row get(Bytes key);

    /** Says which keys are got next. */
    default void prefetch(List<Bytes> keys) {}

    /** All rows with a value. */
    Cursor values();

    /** The timers before {@code beforeMillis}, in the order of time and key. */
    List<StateTimer<Bytes>> timers(long beforeMillis);

    @Override
    void close();

    /** Shows rows that have a value one after the other, in the order of their keys. */
    interface Cursor {

        /** Goes to the next row, at first to the first one; false behind the last, where there is no row to show. */
        boolean next();

        /** How the row's key is ordered, compared with another one. */
        int compareKey(Bytes other);

        Bytes key();

        Row row();
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
                return new ListedRows(List.of());
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
