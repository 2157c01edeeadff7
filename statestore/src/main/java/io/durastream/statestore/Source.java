package io.durastream.statestore;

import org.jspecify.annotations.Nullable;

/** The state that a transaction starts from, as it was at one moment. Owned by one thread. */
interface Source extends AutoCloseable {

    byte @Nullable [] get(byte[] key);

    /** Keys and values, in the order of the keys. */
    Cursor values();

    /** Keys and times of the timers before {@code beforeMillis}, in the order of time and key. */
    Cursor timers(long beforeMillis);

    @Override
    void close();

    /** Stands on a row, or behind the last one. */
    interface Cursor extends AutoCloseable {

        boolean isValid();

        void next();

        byte[] key();

        /** Of a cursor over values only. */
        byte[] value();

        /** Of a cursor over timers only. */
        long time();

        @Override
        void close();
    }

    /** The state that holds nothing. */
    static Source empty() {
        return new EmptySource();
    }
}
