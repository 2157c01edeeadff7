package io.durastream.checkpoint;

/**
 * An operator of the application that has something in the checkpoint directory, or could have.
 *
 * @param id what it is found by after a change of code
 * @param kind what it keeps there
 * @param name for people
 * @param structure where it stands in the graph, from which an id is derived when the user gave none
 * @param explicitId whether the user gave the id
 */
public record OperatorInfo(OperatorId id, Kind kind, String name, String structure, boolean explicitId) {

    /** What an operator keeps in a checkpoint directory. */
    public enum Kind {
        /** Positions in a replayable log. */
        INPUT(1),
        /** Keyed state or checkpointed partitions. */
        STATE(2),
        /** Nothing but its identity. */
        OUTPUT(3);

        final int code;

        Kind(int code) {
            this.code = code;
        }
    }
}
