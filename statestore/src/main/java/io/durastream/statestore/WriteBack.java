package io.durastream.statestore;

import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One sweep over the changed rows of a {@link TieredState}, in the order of their hashes, into a file for its RocksDB. It may
 * take its time: what is changed meanwhile is written as it is when the sweep comes by, which is why the result is a {@link
 * Span}. Nothing has changed for the RocksDB before the end. Thread-safe.
 */
final class WriteBack {

    private static final double HASHES = 0x1p32;

    private final TieredState state;
    private final RowsFile file;
    private final Lineage from;
    private final NavigableMap<Long, Hashes> timers = new TreeMap<>();
    /** The next hash to write; behind the last one: all rows are written. */
    private long next;

    /** Whether the file has all rows so far, not just those that changed. */
    private boolean all;

    private boolean ended;

    /**
     * What comes behind the rows of keys.
     *
     * @param timers in addition to those of the rows written
     * @param deleted rows of timers that go
     * @param content what the RocksDB holds afterwards
     */
    record End(NavigableMap<Long, Hashes> timers, List<byte[]> deleted, Span content) {}

    /** @param all whether all rows are to be written, if they are all at hand */
    WriteBack(TieredState state, RowsFile file, Lineage from, boolean all) {
        this.state = state;
        this.file = file;
        this.from = from;
        this.all = all;
    }

    /**
     * Goes on.
     *
     * @param part of all hashes that shall be done then, from 0 to 1
     * @param bytes how many may be written even if that is more
     * @return whether it is at its end: the RocksDB is up to date
     */
    synchronized boolean advance(double part, long bytes) {
        long wanted = (long) (part * HASHES);
        long written = 0;
        boolean failed = true;
        try {
            while (!ended && (next < wanted || written < bytes)) {
                HeapTable.Taken taken = state.take((int) next, all);
                for (int i = 0; i < taken.rows().size(); i++) {
                    written += write(taken.rows().get(i));
                }
                all &= taken.all();
                next = Integer.toUnsignedLong(taken.last()) + 1;
                if (next >= HASHES) {
                    end();
                }
            }
            failed = false;
            return next >= HASHES;
        } finally {
            if (failed) {
                abandon();
            }
        }
    }

    private int write(StoredRow row) {
        file.put(row);
        if (row.timed()) {
            timers.computeIfAbsent(row.timer(), any -> new Hashes()).add(row.hash());
        }
        return row.keyLength() + row.valueLength();
    }

    private void end() {
        End end = state.endOfWriteBack(from);
        NavigableMap<byte[], byte @Nullable []> rows = new TreeMap<>(Arrays::compareUnsigned);
        end.timers()
                .forEach((time, hashes) ->
                        timers.computeIfAbsent(time, any -> new Hashes()).addAll(hashes.distinct()));
        timers.forEach(
                (time, hashes) -> rows.put(Rows.timers(time, end.content().files()), Rows.hashes(hashes.distinct())));
        List<byte[]> written = List.copyOf(rows.keySet());
        end.deleted().forEach(row -> rows.put(row, null));
        rows.forEach((key, value) -> {
            if (value == null) {
                file.delete(key);
            } else {
                file.put(key, value);
            }
        });
        file.put(Rows.HEAD, Rows.head(end.content()));
        file.finish();
        if (all) {
            state.replaceRows(file);
        } else {
            file.ingest();
        }
        state.wroteBack(end.content(), written);
        abandon();
    }

    /** Writes nothing more. */
    synchronized void abandon() {
        if (!ended) {
            ended = true;
            file.close();
        }
    }
}
