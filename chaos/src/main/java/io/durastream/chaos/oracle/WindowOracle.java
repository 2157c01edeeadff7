package io.durastream.chaos.oracle;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The counts of the words of the last batches, added up anew each time. */
public final class WindowOracle implements WorkloadOracle {

    /** How many batches a window has. */
    public static final int WINDOW_BATCHES = 4;

    /** An output is due every so many batches. */
    public static final int SLIDE_BATCHES = 2;

    private final Deque<Map<String, Long>> window = new ArrayDeque<>();
    private long batches;

    @Override
    public Optional<List<String>> after(long batchMillis, List<String> records) {
        window.addLast(Tables.words(records));
        if (window.size() > WINDOW_BATCHES) {
            window.removeFirst();
        }
        batches++;
        return batches % SLIDE_BATCHES == 0 ? Optional.of(Tables.lines(total())) : Optional.empty();
    }

    private Map<String, Long> total() {
        Map<String, Long> totals = new HashMap<>();
        window.forEach(batch -> batch.forEach((word, times) -> totals.merge(word, times, Long::sum)));
        return totals;
    }
}
