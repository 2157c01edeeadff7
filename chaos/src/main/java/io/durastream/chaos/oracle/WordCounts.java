package io.durastream.chaos.oracle;

import io.durastream.chaos.feed.FeedText;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The truth about the words of a text, found by counting them in one loop: no code of Durastream, nothing parallel,
 * nothing that could fail in the same way.
 *
 * @param counts how often each word occurs
 */
public record WordCounts(Map<String, Long> counts) {

    public WordCounts {
        counts = Map.copyOf(counts);
    }

    /** Counts all words of all lines. Takes about a second for a million lines. */
    public static WordCounts of(FeedText text) {
        var counts = new HashMap<String, Long>();
        for (long number = 0; number < text.records(); number++) {
            countWords(text.line(number), counts);
        }
        return new WordCounts(counts);
    }

    private static void countWords(String line, Map<String, Long> counts) {
        int start = 0;
        for (int end = line.indexOf(' '); end >= 0; end = line.indexOf(' ', start)) {
            counts.merge(line.substring(start, end), 1L, Long::sum);
            start = end + 1;
        }
        counts.merge(line.substring(start), 1L, Long::sum);
    }

    /** Compares what a system under test counted with the truth, word by word. */
    public Verdict judge(Map<String, Long> found) {
        var differences = new TreeMap<String, Difference>();
        counts.forEach((word, expected) -> note(differences, word, expected, found.getOrDefault(word, 0L)));
        found.forEach((word, count) -> note(differences, word, counts.getOrDefault(word, 0L), count));
        return new Verdict(total(), differences);
    }

    private static void note(Map<String, Difference> differences, String word, long expected, long found) {
        if (expected != found) {
            differences.put(word, new Difference(expected, found));
        }
    }

    /** All words, repeated ones as often as they occur. */
    public long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
