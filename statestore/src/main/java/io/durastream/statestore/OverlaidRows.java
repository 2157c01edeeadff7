package io.durastream.statestore;

import java.util.List;

/** Shows the rows of a source with changes on top of them. */
final class OverlaidRows implements Source.Cursor {

    private final Source.Cursor lower;
    private final List<HeapTable.Entry> upper;
    private int nextUpper;
    private boolean hasLower;
    private boolean showsUpper;

    /** @param upper changes in the order of their keys; one without a value hides the row below */
    OverlaidRows(Source.Cursor lower, List<HeapTable.Entry> upper) {
        this.lower = lower;
        this.upper = upper;
    }

    @Override
    public boolean next() {
        if (showsUpper) {
            nextUpper++;
        } else {
            hasLower = lower.next();
        }
        showsUpper = false;
        while (nextUpper < upper.size()) {
            HeapTable.Entry change = upper.get(nextUpper);
            int order = hasLower ? lower.compareKey(change.key()) : 1;
            if (order < 0) {
                return true;
            }
            if (order == 0) {
                hasLower = lower.next();
            }
            if (change.row().value() != null) {
                showsUpper = true;
                return true;
            }
            nextUpper++;
        }
        return hasLower;
    }

    @Override
    public int compareKey(Bytes other) {
        return showsUpper ? upper.get(nextUpper).key().compareTo(other) : lower.compareKey(other);
    }

    @Override
    public Bytes key() {
        return showsUpper ? upper.get(nextUpper).key() : lower.key();
    }

    @Override
    public Row row() {
        return showsUpper ? upper.get(nextUpper).row() : lower.row();
    }
}
