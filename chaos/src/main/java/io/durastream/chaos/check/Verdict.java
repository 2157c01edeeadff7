package io.durastream.chaos.check;

/** What a checker says. From good to bad: of several verdicts the last counts. */
public enum Verdict {
    /** It holds. */
    VALID,
    /** It cannot be told, as what would tell it did not happen or cannot be read. That is no pass. */
    UNKNOWN,
    /** It does not hold. */
    INVALID;

    /** The worse of two. */
    public Verdict and(Verdict other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
