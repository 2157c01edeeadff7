package io.durastream.checkpoint;

/**
 * Where the state of one partition of one operator is after a batch.
 *
 * @param operator the stateful operator
 * @param partition from 0
 * @param ref the reference that the state store gave, in its own encoding
 */
public record StateEntry(OperatorId operator, int partition, Bytes ref) {

    public StateEntry {
        if (partition < 0) {
            throw new IllegalArgumentException("A partition is at least 0, got " + partition);
        }
    }
}
