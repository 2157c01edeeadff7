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

    /** The same as the constructor. */
    public static Duration apply(long milliseconds) {
        return new Duration(milliseconds);
    }

    /** Whether this is shorter than {@code that}. */
    public boolean less(Duration that) {
        return milliseconds < that.milliseconds;
    }

    /** Whether this is as long as {@code that} or shorter. */
    public boolean lessEq(Duration that) {
        return milliseconds <= that.milliseconds;
    }

    /** Whether this is longer than {@code that}. */
    public boolean greater(Duration that) {
        return milliseconds > that.milliseconds;
    }

    /** Whether this is as long as {@code that} or longer. */
    public boolean greaterEq(Duration that) {
        return milliseconds >= that.milliseconds;
    }

    /** Both together. */
    public Duration plus(Duration that) {
        return new Duration(milliseconds + that.milliseconds);
    }

    /** What is left of this without {@code that}; negative when {@code that} is longer. */
    public Duration minus(Duration that) {
        return new Duration(milliseconds - that.milliseconds);
    }

    /** This so many times. */
    public Duration times(int times) {
        return new Duration(milliseconds * times);
    }

    /** How often {@code that} fits into this, with its fraction; infinite for a zero {@code that}. */
    public double div(Duration that) {
        return (double) milliseconds / (double) that.milliseconds;
    }

    /**
     * Whether {@code that} fits into this without a rest.
     *
     * @throws ArithmeticException when {@code that} is zero
     */
    public boolean isMultipleOf(Duration that) {
        return milliseconds % that.milliseconds == 0;
    }

    /** The shorter of the two. */
    public Duration min(Duration that) {
        return less(that) ? this : that;
    }

    /** The longer of the two. */
    public Duration max(Duration that) {
        return greater(that) ? this : that;
    }

    /** Whether this is no time at all. */
    public boolean isZero() {
        return milliseconds == 0;
    }

    /** The bare number of milliseconds: {@code 1500}. */
    public String toFormattedString() {
        return Long.toString(milliseconds);
    }

    /** In the unit that suits the length: {@code 5 ms}, {@code 1.5 s}, {@code 1.0 m}, {@code 1.00 h}. */
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
