package io.durastream.statestore;

import io.durastream.wal.LogExtent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Arithmetic of stretches of changelog. */
final class Extents {

    private Extents() {}

    /**
     * {@code head} followed by {@code tail}, with what is in the same segment made one: what lies between are records of
     * losing attempts, which a reader passes over. So a reference has one stretch for each segment.
     */
    static List<LogExtent> join(List<LogExtent> head, List<LogExtent> tail) {
        List<LogExtent> joined = new ArrayList<>(head);
        for (LogExtent next : tail) {
            int last = joined.size() - 1;
            if (last >= 0
                    && shareSegment(joined.get(last), next)
                    && next.end() >= joined.get(last).end()) {
                joined.set(last, new LogExtent(joined.get(last).start(), next.end()));
            } else {
                joined.add(next);
            }
        }
        return joined;
    }

    /** What {@code all} has behind {@code head}; nothing if it does not begin with it. */
    static Optional<List<LogExtent>> behind(List<LogExtent> head, List<LogExtent> all) {
        if (head.isEmpty()) {
            return Optional.of(all);
        }
        int last = head.size() - 1;
        if (all.size() <= last || !all.subList(0, last).equals(head.subList(0, last))) {
            return Optional.empty();
        }
        LogExtent cut = head.get(last);
        LogExtent whole = all.get(last);
        if (!whole.start().equals(cut.start()) || whole.end() < cut.end()) {
            return Optional.empty();
        }
        List<LogExtent> rest = new ArrayList<>();
        if (whole.end() > cut.end()) {
            rest.add(new LogExtent(cut.endPosition(), whole.end()));
        }
        rest.addAll(all.subList(last + 1, all.size()));
        return Optional.of(rest);
    }

    /**
     * What {@code all} has behind the end of {@code known}, whether or not it begins with it; all of it if that end is not in
     * it.
     */
    static List<LogExtent> since(List<LogExtent> known, List<LogExtent> all) {
        if (known.isEmpty()) {
            return all;
        }
        LogExtent last = known.get(known.size() - 1);
        for (int i = all.size() - 1; i >= 0; i--) {
            LogExtent next = all.get(i);
            if (shareSegment(next, last) && next.start().offset() <= last.end() && last.end() <= next.end()) {
                return behind(List.of(new LogExtent(next.start(), last.end())), all.subList(i, all.size()))
                        .orElse(all);
            }
        }
        return all;
    }

    /** All of them together. */
    static long bytes(List<LogExtent> extents) {
        return extents.stream().mapToLong(LogExtent::bytes).sum();
    }

    static boolean shareSegment(LogExtent one, LogExtent other) {
        return one.start().isSameWriter(other.start())
                && one.start().segment() == other.start().segment();
    }
}
