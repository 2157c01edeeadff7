package io.durastream.chaos.oracle;

/**
 * A word whose count is not the truth.
 *
 * @param expected its true count; 0 for a word that the text does not have
 * @param found the count that was found; 0 for a word that was not found at all
 */
public record Difference(long expected, long found) {

    /** Occurrences that were not counted. */
    public long lost() {
        return Math.max(0, expected - found);
    }

    /** Occurrences counted more often than they are there. */
    public long extra() {
        return Math.max(0, found - expected);
    }
}
