package io.durastream.chaos.oracle;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The count of every word that there ever was. */
public final class WordCountOracle implements WorkloadOracle {

    private final Map<String, Long> counts = new HashMap<>();

    @Override
    public Optional<List<String>> after(long batchMillis, List<String> records) {
        Tables.words(records).forEach((word, times) -> counts.merge(word, times, Long::sum));
        return Optional.of(Tables.lines(counts));
    }
}
