package io.durastream.checkpoint;

/** The time of a batch, which is also its name: the end of its interval in milliseconds since 1970. */
public record BatchTime(long millis) implements Comparable<BatchTime> {

    /** {@return the batch of that time, in milliseconds since 1970} */
    public static BatchTime of(long millis) {
        return new BatchTime(millis);
    }

    /** {@return whether this batch is earlier than the other} */
    public boolean isBefore(BatchTime other) {
        return millis < other.millis;
    }

    @Override
    public int compareTo(BatchTime other) {
        return Long.compare(millis, other.millis);
    }

    @Override
    public String toString() {
        return millis + " ms";
    }
}
