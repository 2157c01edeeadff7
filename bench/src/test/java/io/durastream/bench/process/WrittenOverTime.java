package io.durastream.bench.process;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What was written, by kind of file and time, so that any span can be asked for afterwards. Any thread. */
final class WrittenOverTime {

    private final Map<String, NavigableMap<Long, Written>> sums = new TreeMap<>();

    synchronized void add(String kind, long millis, Written more) {
        NavigableMap<Long, Written> byTime = sums.computeIfAbsent(kind, name -> new TreeMap<>());
        byTime.put(millis, until(byTime, millis).plus(more));
    }

    /** {@return what was written after {@code from} and until {@code to}, by kind} */
    synchronized Map<String, Written> between(long from, long to) {
        return sums.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        kind -> until(kind.getValue(), to).minus(until(kind.getValue(), from)),
                        (one, other) -> one,
                        TreeMap::new));
    }

    private static Written until(NavigableMap<Long, Written> byTime, long millis) {
        Map.Entry<Long, Written> last = byTime.floorEntry(millis);
        return last == null ? Written.NOTHING : last.getValue();
    }
}
