package io.durastream.statestore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt changes: of each key all that it has afterwards, {@link Row#ABSENT} where it is gone. Rows lie in a few
 * arrays, whatever their number: an object for each of them would be copied by a garbage collection that comes before the
 * commit, and looking at them in order would be a cache miss for each. Owned by one thread until it is committed, and not
 * changed afterwards.
 */
final class Changes {

    /** So many that none is large, and the keys of each are in the order of those of all. A power of two. */
    private static final int PARTS = 64;

    private static final int PART_BITS = Integer.numberOfTrailingZeros(PARTS);
    private static final int MIN_GROWTH = 128;
    private static final int SPARE_PART = 8;

    /** By the first bits of the hash. */
    private final HeapRows[] parts = new HeapRows[PARTS];

    private final Size expected;

    /** How many rows there are, and how long they are altogether. */
    record Size(int rows, long bytes) {

        static final Size NONE = new Size(0, 0);

        /** What one of the parts has at most, about. */
        private Size ofPart() {
            return new Size((int) spread(rows), spread(bytes));
        }

        private static long spread(long amount) {
            return (amount + amount / SPARE_PART) / PARTS;
        }
    }

    Changes() {
        this(Size.NONE);
    }

    /** @param expected how large they will be, about; takes memory for it only as rows come */
    Changes(Size expected) {
        this.expected = expected.ofPart();
        // Has no room for any row, so it is never changed.
        Arrays.fill(parts, new HeapRows(0, 0));
    }

    private static int part(Bytes key) {
        return key.hash() >>> (Integer.SIZE - PART_BITS);
    }

    /** Null where the key is not changed. */
    @Nullable
    Row get(Bytes key) {
        HeapRows part = parts[part(key)];
        int at = part.position(key);
        return at == 0 ? null : part.row(at);
    }

    boolean has(Bytes key) {
        return parts[part(key)].position(key) != 0;
    }

    void put(Bytes key, Row row) {
        HeapRows part = parts[part(key)];
        if (!part.put(key, row, 0)) {
            long room = Math.max(Math.max(MIN_GROWTH, expected.bytes()), part.rowBytes()) + HeapRow.length(key, row);
            HeapRows larger = part.copy(at -> true, Math.max(expected.rows(), part.size()) + 1, room);
            parts[part(key)] = larger;
            if (!larger.put(key, row, 0)) {
                throw new IllegalStateException("Changes have no room for the row that they were made larger for");
            }
        }
    }

    boolean isEmpty() {
        return Arrays.stream(parts).allMatch(part -> part.size() == 0);
    }

    Size size() {
        return new Size(
                Arrays.stream(parts).mapToInt(HeapRows::size).sum(),
                Arrays.stream(parts).mapToLong(HeapRows::rowBytes).sum());
    }

    /** As they are now, in the order of their keys; nothing may be changed as long as that is used. */
    OrderedRows ordered() {
        return OrderedRows.of(parts);
    }

    /** The timers that are set to a time before this one. */
    List<StateTimer<Bytes>> due(long beforeMillis) {
        List<StateTimer<Bytes>> due = new ArrayList<>();
        for (HeapRows part : parts) {
            for (int at : part.positions(at -> part.has(at, HeapRow.TIMED))) {
                StoredRow row = part.array().row(at);
                if (row.timer() < beforeMillis) {
                    due.add(new StateTimer<>(row.key(), row.timer()));
                }
            }
        }
        return due;
    }
}
