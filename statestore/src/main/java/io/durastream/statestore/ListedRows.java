package io.durastream.statestore;

import java.util.List;

/** Shows the rows of a list that have a value. */
final class ListedRows implements Source.Cursor {

    private final List<HeapTable.Entry> rows;
    private int at = -1;

    /** @param rows in the order of their keys */
    ListedRows(List<HeapTable.Entry> rows) {
        this.rows = rows;
    }

    @Override
    public boolean next() {
        do {
            at++;
        } while (at < rows.size() && rows.get(at).row().value() == null);
        return at < rows.size();
    }

    @Override
    public int compareKey(Bytes other) {
        return key().compareTo(other);
    }

    @Override
    public Bytes key() {
        return rows.get(at).key();
    }

    @Override
    public Row row() {
        return rows.get(at).row();
    }
}
