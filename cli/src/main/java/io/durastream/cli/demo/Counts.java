package io.durastream.cli.demo;

import io.durastream.chaos.feed.FeedText;
import java.util.Map;

/**
 * What the application had counted at the end of a batch.
 *
 * @param batchMillis the batch, in milliseconds since 1970
 * @param words the count of every word
 */
record Counts(long batchMillis, Map<String, Long> words) {

    static final Counts NONE = new Counts(Long.MIN_VALUE, Map.of());

    Counts {
        words = Map.copyOf(words);
    }

    /** How many records were counted: each carries one mark. */
    long records() {
        return words.entrySet().stream()
                .filter(word -> word.getKey().startsWith(FeedText.MARK))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
