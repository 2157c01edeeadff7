package io.durastream.recovery.sim;

import io.durastream.checkpoint.OperatorId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The outside world of one receiver stream: numbered records, sent again until they are acknowledged. */
final class Source {

    private final OperatorId id;
    private final boolean positioned;
    private final BitSet acknowledged = new BitSet();
    private int produced;
    private int sent;

    /** @param positioned whether the source can go on from a position that the receiver tells */
    Source(OperatorId id, boolean positioned) {
        this.id = id;
        this.positioned = positioned;
    }

    OperatorId id() {
        return id;
    }

    boolean isPositioned() {
        return positioned;
    }

    /** There are more records now. */
    void produce(int records) {
        produced += records;
    }

    /** The next records behind {@code after}, at most {@code max}; those that need not be sent again are left out. */
    List<Integer> send(int after, int max) {
        List<Integer> batch = new ArrayList<>();
        for (int record = after + 1; record <= produced && batch.size() < max; record++) {
            if (positioned || !acknowledged.get(record)) {
                batch.add(record);
                sent = Math.max(sent, record);
            }
        }
        return batch;
    }

    boolean wasSent(int record) {
        return record >= 1 && record <= sent;
    }

    /** With a position everything up to the last one is acknowledged. */
    void acknowledge(List<Integer> records) {
        if (positioned) {
            acknowledged.set(1, records.get(records.size() - 1) + 1);
        } else {
            records.forEach(acknowledged::set);
        }
    }

    boolean isAcknowledged(int record) {
        return acknowledged.get(record);
    }

    int produced() {
        return produced;
    }

    /** Everything is with somebody who promised to count it. */
    boolean isDone() {
        return acknowledged.cardinality() == produced;
    }
}
