package io.durastream.statestore;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * Finds the keys whose timers fall due. Every timer that is set adds the key's hash under its time, and nothing is taken
 * away when a timer is moved or cleared: whether an entry still holds is looked up when its time has come. So an entry costs
 * four bytes and is looked at once, whether it still holds or not.
 *
 * <p>Entries that were written back are in the RocksDB; those since then are on the heap: {@code fresh}, and {@code
 * writing} while a write-back is under way. What falls due moves to {@code due}, out of the RocksDB too, and stays there as
 * long as it holds. Not thread-safe.
 */
final class TimeIndex {

    private static final Comparator<StateTimer<Bytes>> ORDER =
            Comparator.<StateTimer<Bytes>>comparingLong(StateTimer::millis).thenComparing(StateTimer::key);

    private NavigableMap<Long, Hashes> fresh = new TreeMap<>();
    private NavigableMap<Long, Hashes> writing = new TreeMap<>();
    private final NavigableMap<Long, Hashes> due = new TreeMap<>();
    /** What the RocksDB has for times before this one is in {@code due}. */
    private long takenBefore = Long.MIN_VALUE;
    /** The rows of the RocksDB that were taken. */
    private List<byte[]> takenRows = new ArrayList<>();

    /**
     * Timers in order, where those of some keys are others.
     *
     * @param others which keys
     * @param timersOfOthers instead of those that they have among {@code timers}
     */
    static List<StateTimer<Bytes>> overlay(
            List<StateTimer<Bytes>> timers, Predicate<Bytes> others, List<StateTimer<Bytes>> timersOfOthers) {
        List<StateTimer<Bytes>> overlaid = new ArrayList<>(timers);
        overlaid.removeIf(timer -> others.test(timer.key()));
        overlaid.addAll(timersOfOthers);
        overlaid.sort(ORDER);
        return overlaid;
    }

    void set(long time, int hash) {
        fresh.computeIfAbsent(time, any -> new Hashes()).add(hash);
    }

    /**
     * The timers before a time, in the order of time and key.
     *
     * @param content the rows that there are of a hash
     */
    List<StateTimer<Bytes>> due(long beforeMillis, RocksInstance db, IntFunction<List<HeapTable.Entry>> content) {
        takeDue(fresh, beforeMillis);
        takeDue(writing, beforeMillis);
        if (beforeMillis > takenBefore) {
            db.scanTimers(takenBefore, beforeMillis, (row, hashes) -> {
                takenRows.add(row);
                due.computeIfAbsent(Rows.timeOf(row), any -> new Hashes()).addAll(hashes);
            });
            takenBefore = beforeMillis;
        }
        List<StateTimer<Bytes>> timers = new ArrayList<>();
        due.headMap(beforeMillis, false).entrySet().removeIf(bucket -> {
            Hashes holding = find(bucket.getKey(), bucket.getValue(), content, timers);
            bucket.setValue(holding);
            return holding.isEmpty();
        });
        timers.sort(ORDER);
        return timers;
    }

    /** The hashes that still have a timer for this time. */
    private static Hashes find(
            long time, Hashes hashes, IntFunction<List<HeapTable.Entry>> content, List<StateTimer<Bytes>> timers) {
        Hashes holding = new Hashes();
        for (int hash : hashes.distinct()) {
            boolean holds = false;
            for (HeapTable.Entry entry : content.apply(hash)) {
                if (entry.row().timed() && entry.row().timer() == time) {
                    timers.add(new StateTimer<>(entry.key(), time));
                    holds = true;
                }
            }
            if (holds) {
                holding.add(hash);
            }
        }
        return holding;
    }

    private void takeDue(NavigableMap<Long, Hashes> from, long beforeMillis) {
        NavigableMap<Long, Hashes> taken = from.headMap(beforeMillis, false);
        taken.forEach(
                (time, hashes) -> due.computeIfAbsent(time, any -> new Hashes()).addAll(hashes.distinct()));
        taken.clear();
    }

    /** A write-back begins: it will write the timers of every row that was changed until now. */
    void beginWriting() {
        writing = fresh;
        fresh = new TreeMap<>();
    }

    /**
     * What the write-back has to write, beyond the timers of the rows that it wrote.
     *
     * @param deleted takes the rows of the RocksDB that are not needed any more
     */
    NavigableMap<Long, Hashes> leftToWrite(List<byte[]> deleted) {
        // One that was set for a time that is past may stand in a row that is deleted now, and nowhere else.
        takeDue(fresh, takenBefore);
        takeDue(writing, takenBefore);
        deleted.addAll(takenRows);
        takenRows = new ArrayList<>();
        NavigableMap<Long, Hashes> left = new TreeMap<>();
        due.forEach((time, hashes) ->
                left.computeIfAbsent(time, any -> new Hashes()).addAll(hashes.distinct()));
        return left;
    }

    /**
     * What the write-back wrote is in the RocksDB now.
     *
     * @param rows the rows of timers that it wrote
     */
    void written(List<byte[]> rows) {
        takeDue(writing, takenBefore);
        writing = new TreeMap<>();
        for (byte[] row : rows) {
            if (Rows.timeOf(row) < takenBefore) {
                takenRows.add(row);
            }
        }
    }
}
