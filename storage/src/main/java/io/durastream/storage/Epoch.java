package io.durastream.storage;

/**
 * The term of one driver over a checkpoint directory: 1 for the first, one more for each driver that takes over. A
 * higher epoch fences every lower one.
 */
public record Epoch(long number) implements Comparable<Epoch> {

    public Epoch {
        if (number < 1) {
            throw new IllegalArgumentException("An epoch is at least 1, got " + number);
        }
    }

    /** {@return the epoch of that number, from 1 on} */
    public static Epoch of(long number) {
        return new Epoch(number);
    }

    /** {@return the epoch that follows this one} */
    public Epoch next() {
        return new Epoch(number + 1);
    }

    /** {@return whether this epoch is earlier than the other} */
    public boolean isBefore(Epoch other) {
        return number < other.number;
    }

    @Override
    public int compareTo(Epoch other) {
        return Long.compare(number, other.number);
    }

    @Override
    public String toString() {
        return Long.toString(number);
    }
}
