package io.durastream.statestore;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction does to one key: to its value, to its timer, or to both.
 *
 * @param value the new value where {@code valueChange} is SET
 * @param timer the new time where {@code timerChange} is SET
 */
@SuppressWarnings("ArrayRecordComponent") // never modified; equality by content below
record Change(Kind valueChange, byte @Nullable [] value, Kind timerChange, long timer) {

    enum Kind {
        KEEP,
        SET,
        CLEAR
    }

    static final Change NONE = new Change(Kind.KEEP, null, Kind.KEEP, 0);
    static final Change REMOVED = new Change(Kind.CLEAR, null, Kind.CLEAR, 0);

    Change withValue(byte[] newValue) {
        return new Change(Kind.SET, newValue, timerChange, timer);
    }

    Change withTimer(long millis) {
        return new Change(valueChange, value, Kind.SET, millis);
    }

    Change withoutTimer() {
        return new Change(valueChange, value, Kind.CLEAR, 0);
    }

    boolean touchesValue() {
        return valueChange != Kind.KEEP;
    }

    boolean touchesTimer() {
        return timerChange != Kind.KEEP;
    }

    /** The value that this change leaves, null if it leaves none. Only where it touches the value. */
    byte @Nullable [] resultingValue() {
        return valueChange == Kind.SET ? Objects.requireNonNull(value) : null;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Change change
                && valueChange == change.valueChange
                && Arrays.equals(value, change.value)
                && timerChange == change.timerChange
                && timer == change.timer;
    }

    @Override
    public int hashCode() {
        return Objects.hash(valueChange, Arrays.hashCode(value), timerChange, timer);
    }
}
