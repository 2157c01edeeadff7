package io.durastream;

import java.io.Serializable;

/**
 * A moment, in milliseconds since 1970; as a rule that of a batch. A value: immutable, equal and ordered by the moment.
 *
 * @param milliseconds since 1970
 */
public record Time(long milliseconds) implements Comparable<Time>, Serializable {

    /** The same as the constructor. */
    public static Time apply(long milliseconds) {
        return new Time(milliseconds);
    }

    /** Whether this is before {@code that}. */
    public boolean less(Time that) {
        return milliseconds < that.milliseconds;
    }

    /** Whether this is {@code that} or before it. */
    public boolean lessEq(Time that) {
        return milliseconds <= that.milliseconds;
    }

    /** Whether this is after {@code that}. */
    public boolean greater(Time that) {
        return milliseconds > that.milliseconds;
    }

    /** Whether this is {@code that} or after it. */
    public boolean greaterEq(Time that) {
        return milliseconds >= that.milliseconds;
    }

    /** The time that is so much later. */
    public Time plus(Duration that) {
        return new Time(milliseconds + that.milliseconds());
    }

    /** The time that is so much earlier. */
    public Time minus(Duration that) {
        return new Time(milliseconds - that.milliseconds());
    }

    /** The span from {@code that} to this; negative when {@code that} is later. */
    public Duration minus(Time that) {
        return new Duration(milliseconds - that.milliseconds);
    }

    /** The nearest multiple of {@code that}, counted from 1970, which is not after this (for times from 1970 on). */
    public Time floor(Duration that) {
        return floor(that, new Time(0));
    }

    /** The nearest {@code zeroTime} + n × {@code that} which is not after this (for times from {@code zeroTime} on). */
    public Time floor(Duration that, Time zeroTime) {
        long step = that.milliseconds();
        return new Time((milliseconds - zeroTime.milliseconds) / step * step + zeroTime.milliseconds);
    }

    /**
     * Whether this is a multiple of {@code that}, counted from 1970.
     *
     * @throws ArithmeticException when {@code that} is zero
     */
    public boolean isMultipleOf(Duration that) {
        return milliseconds % that.milliseconds() == 0;
    }

    /** The earlier of the two. */
    public Time min(Time that) {
        return less(that) ? this : that;
    }

    /** The later of the two. */
    public Time max(Time that) {
        return greater(that) ? this : that;
    }

    @Override
    public int compareTo(Time that) {
        return Long.compare(milliseconds, that.milliseconds);
    }

    /** {@code 1500 ms}. */
    @Override
    public String toString() {
        return milliseconds + " ms";
    }
}
