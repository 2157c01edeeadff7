package io.durastream.recovery.sim;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What happened in histories, so that a test can tell that it tested something. */
final class Coverage {

    enum Event {
        STORAGE_OPERATION,
        BATCH_COMMITTED,
        BATCH_REPLAYED,
        TAKEOVER,
        DRIVER_CRASHED,
        DRIVER_CRASHED_IN_TAKEOVER,
        DRIVER_PAUSED,
        DRIVER_FENCED,
        ZOMBIE_FENCED,
        SEVERAL_DRIVERS,
        RECEIVER_CRASHED,
        RECEIVER_PAUSED,
        RECEIVER_FENCED,
        RECEIVER_REFUSED,
        REPORT_LOST,
        REPORT_LATE,
        ANSWER_LOST,
        RECORDS_ACKNOWLEDGED,
        RECORDS_SENT_AGAIN,
        FAILED_BEFORE_EFFECT,
        FAILED_AFTER_EFFECT,
        EFFECT_DELAYED,
        EFFECT_ARRIVED_LATE,
        UNKNOWN_APPEND,
        TORN_TAIL,
        COMPACTION,
        FILE_RETIRED,
        FILE_DELETED
    }

    private final EnumMap<Event, Long> counts = new EnumMap<>(Event.class);

    void count(Event event) {
        count(event, 1);
    }

    void count(Event event, long times) {
        counts.merge(event, times, Long::sum);
    }

    long of(Event event) {
        return counts.getOrDefault(event, 0L);
    }

    void add(Coverage other) {
        other.counts.forEach(this::count);
    }

    @Override
    public String toString() {
        return counts.entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining(", "));
    }
}
