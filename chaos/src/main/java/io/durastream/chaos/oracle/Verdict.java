package io.durastream.chaos.oracle;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * The outcome of a comparison.
 *
 * @param words all words that had to be counted
 * @param differences every word whose count is wrong, in alphabetical order
 */
public record Verdict(long words, SortedMap<String, Difference> differences) {

    public Verdict {
        differences = Collections.unmodifiableSortedMap(new TreeMap<>(differences));
    }

    /** Whether every count is the truth and no other word was found. */
    public boolean correct() {
        return differences.isEmpty();
    }

    /** Occurrences of words that were not counted. */
    public long lost() {
        return sum(Difference::lost);
    }

    /** Occurrences of words of the text that were counted more often than they are there. */
    public long countedTwice() {
        return sum(difference -> difference.expected() > 0 ? difference.extra() : 0);
    }

    /** Counts of words that the text does not have. */
    public long invented() {
        return sum(difference -> difference.expected() == 0 ? difference.extra() : 0);
    }

    /** The first differences, one a line, for a person who has to find out why. */
    public String describe(int limit) {
        return differences.entrySet().stream()
                .limit(limit)
                .map(entry -> entry.getKey() + ": expected " + entry.getValue().expected() + ", found "
                        + entry.getValue().found())
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private long sum(ToLongFunction<Difference> part) {
        return differences.values().stream().mapToLong(part).sum();
    }
}
