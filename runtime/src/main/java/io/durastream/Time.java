package io.durastream;

import java.io.Serializable;

/**
 * A moment, in milliseconds since 1970; as a rule that of a batch. A value: immutable, equal and ordered by the moment.
 *
 * @param milliseconds since 1970
 */
public record Time(long milliseconds) implements Comparable<Time>, Serializable {

    /**
     * The same as the constructor.
     *
     * @param milliseconds since 1970
     * @return that moment
     */
    public static Time apply(long milliseconds) {
        return new Time(milliseconds);
    }

    /**
     * {@return whether this is earlier}
     *
     * @param that the other one
     */
    public boolean less(Time that) {
        return milliseconds < that.milliseconds;
    }

    /**
     * {@return whether this is not later}
     *
     * @param that the other one
     */
    public boolean lessEq(Time that) {
        return milliseconds <= that.milliseconds;
    }

    /**
     * {@return whether this is later}
     *
     * @param that the other one
     */
    public boolean greater(Time that) {
        return milliseconds > that.milliseconds;
    }

    /**
     * {@return whether this is not earlier}
     *
     * @param that the other one
     */
    public boolean greaterEq(Time that) {
        return milliseconds >= that.milliseconds;
    }

    /**
     * {@return the moment so much later}
     *
     * @param that how much later
     */
    public Time plus(Duration that) {
        return new Time(milliseconds + that.milliseconds());
    }

    /**
     * {@return the moment so much earlier}
     *
     * @param that how much earlier, or the earlier moment
     */
    public Time minus(Duration that) {
        return new Time(milliseconds - that.milliseconds());
    }

    /**
     * {@return the span from {@code that} to this; negative when {@code that} is later}
     *
     * @param that how much earlier, or the earlier moment
     */
    public Duration minus(Time that) {
        return new Duration(milliseconds - that.milliseconds);
    }

    /**
     * The nearest multiple of {@code that}, counted from 1970, which is not after this (for times from 1970 on).
     *
     * @param that the step; not zero
     * @return that moment
     */
    public Time floor(Duration that) {
        return floor(that, new Time(0));
    }

    /**
     * The nearest {@code zeroTime} + n × {@code that} which is not after this (for times from {@code zeroTime} on).
     *
     * @param that the step; not zero
     * @param zeroTime from where multiples are counted
     * @return that moment
     */
    public Time floor(Duration that, Time zeroTime) {
        long step = that.milliseconds();
        return new Time((milliseconds - zeroTime.milliseconds) / step * step + zeroTime.milliseconds);
    }

    /**
     * {@return whether this is a multiple of {@code that}, counted from 1970}
     *
     * @param that the step; not zero
     * @throws ArithmeticException when {@code that} is zero
     */
    public boolean isMultipleOf(Duration that) {
        return milliseconds % that.milliseconds() == 0;
    }

    /**
     * {@return the earlier one}
     *
     * @param that the other one
     */
    public Time min(Time that) {
        return less(that) ? this : that;
    }

    /**
     * {@return the later one}
     *
     * @param that the other one
     */
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
