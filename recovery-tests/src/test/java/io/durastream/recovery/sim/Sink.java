package io.durastream.recovery.sim;

import io.durastream.checkpoint.BatchTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** Where the outputs go: idempotent by batch, and it notices when a batch comes again with another content. */
final class Sink {

    private final TreeMap<BatchTime, List<String>> batches = new TreeMap<>();

    /** @return whether the batch was there before */
    boolean write(BatchTime time, List<String> content) {
        List<String> before = batches.putIfAbsent(time, List.copyOf(content));
        Violation.unless(
                before == null || before.equals(content),
                () -> "Batch " + time + " was executed with " + before + " and again with " + content);
        return before != null;
    }

    /** What the batches wrote, in the order of the batches. */
    List<String> contentOf(Collection<BatchTime> times) {
        List<String> all = new ArrayList<>();
        times.forEach(time -> all.addAll(batches.getOrDefault(time, List.of())));
        return all;
    }
}
