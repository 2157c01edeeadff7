package io.durastream.testkit;

import io.durastream.Time;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/** What an output got, delivery by delivery. Batch threads add, the test's thread reads. */
final class OutputRecords {

    private final TreeMap<Time, List<List<?>>> deliveries = new TreeMap<>();

    synchronized void deliver(Time time, List<?> records) {
        deliveries.computeIfAbsent(time, any -> new ArrayList<>()).add(Collections.unmodifiableList(records));
    }

    synchronized List<List<?>> at(Time time) {
        return List.copyOf(deliveries.getOrDefault(time, List.of()));
    }

    synchronized List<Time> times() {
        return List.copyOf(deliveries.keySet());
    }
}
