package io.durastream.statestore;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a key has. Its value is never modified.
 *
 * @param value null where it has none
 * @param timer when it is due, in milliseconds since 1970; 0 where it is not {@code timed}
 */
@SuppressWarnings("ArrayRecordComponent") // never modified; equality by content below
record Row(byte @Nullable [] value, boolean timed, long timer) {

    /** The row of a key that does not exist. */
    static final Row ABSENT = new Row(null, false, 0);

    Row {
        timer = timed ? timer : 0;
    }

    Row withValue(byte[] newValue) {
        return new Row(newValue, timed, timer);
    }

    Row withTimer(long millis) {
        return new Row(value, true, millis);
    }

    Row withoutTimer() {
        return new Row(value, false, 0);
    }

    boolean isDue(long beforeMillis) {
        return timed && timer < beforeMillis;
    }

    /** Whether it has neither value nor timer. */
    boolean isAbsent() {
        return value == null && !timed;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Row row && Arrays.equals(value, row.value) && timed == row.timed && timer == row.timer;
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(value) + Long.hashCode(timer);
    }
}
