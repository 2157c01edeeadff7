package io.durastream;

import java.io.Serializable;
import java.util.Locale;

/**
 * A span of time in milliseconds. A value: immutable, equal by its length. May be zero or negative; whoever needs a
 * positive one checks that.
 *
 * @param milliseconds the length
 */
public record Duration(long milliseconds) implements Comparable<Duration>, Serializable {

    private static final int SECOND = 1000;
    private static final int MINUTE = 60 * SECOND;
    private static final int HOUR = 60 * MINUTE;

    /**
     * The same as the constructor.
     *
     * @param milliseconds how many
     * @return a span of that length
     */
    public static Duration apply(long milliseconds) {
        return new Duration(milliseconds);
    }

    /**
     * {@return whether this is shorter}
     *
     * @param that the other one
     */
    public boolean less(Duration that) {
        return milliseconds < that.milliseconds;
    }

    /**
     * {@return whether this is not longer}
     *
     * @param that the other one
     */
    public boolean lessEq(Duration that) {
        return milliseconds <= that.milliseconds;
    }

    /**
     * {@return whether this is longer}
     *
     * @param that the other one
     */
    public boolean greater(Duration that) {
        return milliseconds > that.milliseconds;
    }

    /**
     * {@return whether this is not shorter}
     *
     * @param that the other one
     */
    public boolean greaterEq(Duration that) {
        return milliseconds >= that.milliseconds;
    }

    /**
     * {@return the sum of both}
     *
     * @param that the other one
     */
    public Duration plus(Duration that) {
        return new Duration(milliseconds + that.milliseconds);
    }

    /**
     * {@return this less the other one}
     *
     * @param that the other one
     */
    public Duration minus(Duration that) {
        return new Duration(milliseconds - that.milliseconds);
    }

    /**
     * {@return this so many times}
     *
     * @param times the factor
     */
    public Duration times(int times) {
        return new Duration(milliseconds * times);
    }

    /**
     * {@return how often {@code that} fits into this, with its fraction; infinite for a zero {@code that}}
     *
     * @param that the other one
     */
    public double div(Duration that) {
        return (double) milliseconds / (double) that.milliseconds;
    }

    /**
     * {@return whether {@code that} fits into this without a rest}
     *
     * @param that the other one; not zero
     * @throws ArithmeticException when {@code that} is zero
     */
    public boolean isMultipleOf(Duration that) {
        return milliseconds % that.milliseconds == 0;
    }

    /**
     * {@return the shorter one}
     *
     * @param that the other one
     */
    public Duration min(Duration that) {
        return less(that) ? this : that;
    }

    /**
     * {@return the longer one}
     *
     * @param that the other one
     */
    public Duration max(Duration that) {
        return greater(that) ? this : that;
    }

    /** {@return whether this has no length} */
    public boolean isZero() {
        return milliseconds == 0;
    }

    /**
     * The bare number of milliseconds: {@code 1500}.
     *
     * @return a text without unit
     */
    public String toFormattedString() {
        return Long.toString(milliseconds);
    }

    /**
     * In the unit that suits the length: {@code 5 ms}, {@code 1.5 s}, {@code 1.0 m}, {@code 1.00 h}.
     *
     * @return a text for people
     */
    public String prettyPrint() {
        if (milliseconds < SECOND) {
            return milliseconds + " ms";
        }
        if (milliseconds < MINUTE) {
            return String.format(Locale.US, "%.1f s", (float) milliseconds / SECOND);
        }
        if (milliseconds < HOUR) {
            return String.format(Locale.US, "%.1f m", (float) milliseconds / MINUTE);
        }
        return String.format(Locale.US, "%.2f h", (float) milliseconds / HOUR);
    }

    @Override
    public int compareTo(Duration that) {
        return Long.compare(milliseconds, that.milliseconds);
    }

    /** {@code 1500 ms}. */
    @Override
    public String toString() {
        return milliseconds + " ms";
    }
}
