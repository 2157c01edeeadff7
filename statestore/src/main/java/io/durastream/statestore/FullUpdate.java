package io.durastream.statestore;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Calls a function for all keys: a merge of the rows and of what arrived, both in the order of keys. Keys that are there
 * already are compared as bytes, and never deserialized.
 */
final class FullUpdate<A, V> {

    private final OverlaidState state;
    private final Changes changes;
    private final StateSerializer<V> serializer;
    private final StateUpdate<A, V> update;

    /** @param changes takes the rows that change; the state has them on top */
    FullUpdate(OverlaidState state, Changes changes, StateSerializer<V> serializer, StateUpdate<A, V> update) {
        this.state = state;
        this.changes = changes;
        this.serializer = serializer;
        this.update = update;
    }

    void run(Arrivals<A> arrivals) throws Exception {
        Source.Cursor rows = state.values();
        while (rows.next()) {
            int order = compare(rows, arrivals);
            while (order > 0) {
                add(arrivals);
                order = compare(rows, arrivals);
            }
            change(rows, order == 0 ? arrivals.take() : List.of());
        }
        while (arrivals.key() != null) {
            add(arrivals);
        }
    }

    private static int compare(Source.Cursor rows, Arrivals<?> arrivals) {
        Bytes arrived = arrivals.key();
        return arrived == null ? -1 : rows.compareKey(arrived);
    }

    private void change(Source.Cursor rows, List<A> arrived) throws Exception {
        Row row = rows.row();
        byte[] bytes = row.value();
        V value = update.update(arrived, bytes == null ? null : serializer.deserialize(bytes));
        if (value == null) {
            changes.put(rows.key(), Row.ABSENT);
            return;
        }
        // As bytes: the object may be the one before, and changed.
        byte[] newBytes = serializer.serialize(value);
        if (!Arrays.equals(newBytes, bytes)) {
            changes.put(rows.key(), row.withValue(newBytes));
        }
    }

    /** A key without a value; it may have a timer. */
    private void add(Arrivals<A> arrivals) throws Exception {
        Bytes key = arrivals.key();
        @Nullable V value = update.update(arrivals.take(), null);
        if (key != null && value != null) {
            changes.put(key, state.get(key).withValue(serializer.serialize(value)));
        }
    }
}
