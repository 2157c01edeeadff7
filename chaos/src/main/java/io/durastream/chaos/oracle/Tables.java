package io.durastream.chaos.oracle;

import io.durastream.chaos.feed.NumberedText;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts of words, and the lines that they are put down as. */
final class Tables {

    private Tables() {}

    static Map<String, Long> words(Collection<String> records) {
        Map<String, Long> words = new TreeMap<>();
        for (String record : records) {
            for (String word : NumberedText.content(record).split(" ", -1)) {
                words.merge(word, 1L, Long::sum);
            }
        }
        return words;
    }

    static List<String> lines(Map<String, Long> table) {
        return table.entrySet().stream()
                .map(row -> row.getKey() + "\t" + row.getValue())
                .sorted()
                .toList();
    }
}
