package io.durastream.statestore;

/**
 * Which batch's result a state is: the batch time in milliseconds. Several attempts of a batch share a version and
 * differ in their {@link Lineage}.
 */
public record StateVersion(long batchMillis) implements Comparable<StateVersion> {

    /** {@return the version after the batch of that time, in milliseconds since 1970} */
    public static StateVersion of(long batchMillis) {
        return new StateVersion(batchMillis);
    }

    /** {@return whether this version is earlier than the other} */
    public boolean isBefore(StateVersion other) {
        return batchMillis < other.batchMillis;
    }

    @Override
    public int compareTo(StateVersion other) {
        return Long.compare(batchMillis, other.batchMillis);
    }

    @Override
    public String toString() {
        return Long.toString(batchMillis);
    }
}
