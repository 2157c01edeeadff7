package io.durastream.statestore;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that a state has for one key. A change of a key is the row that it has afterwards.
 *
 * @param value null: none; a key needs no value to have a timer
 * @param timed whether it has a timer
 * @param timer its time in milliseconds; 0 where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // never modified; equality by content below
record Row(byte @Nullable [] value, boolean timed, long timer) {

    /** Of a key that the state does not have. */
    static final Row ABSENT = new Row(null, false, 0);

    Row withValue(byte[] newValue) {
        return new Row(newValue, timed, timer);
    }

    Row withTimer(long millis) {
        return new Row(value, true, millis);
    }

    Row withoutTimer() {
        return new Row(value, false, 0);
    }

    boolean isAbsent() {
        return value == null && !timed;
    }

    boolean isDue(long beforeMillis) {
        return timed && timer < beforeMillis;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Row row && Arrays.equals(value, row.value) && timed == row.timed && timer == row.timer;
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(value), timed, timer);
    }
}
