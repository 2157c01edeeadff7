package io.durastream.checkpoint;

import io.durastream.storage.Epoch;
import io.durastream.storage.StoragePath;
import java.util.List;

/** One fact in the batch log. Several travel together in one {@link LogEntry} and become durable together. */
public sealed interface BatchRecord {

    /**
     * A driver took over; from here on no entry of an earlier epoch follows. Written by {@link BatchLog#claim} only.
     *
     * @param epoch one more than the epoch before
     * @param writer the driver's identity
     * @param wallMillis when, by the driver's clock
     * @param host where the driver runs, for people
     */
    record EpochStarted(Epoch epoch, WriterId writer, long wallMillis, String host) implements BatchRecord {}

    /**
     * The application that all following batches belong to.
     *
     * @param graph the digest of its serialised graph, see {@link GraphFiles}
     * @param zeroTimeMillis batch times are this plus multiples of {@code batchMillis}
     * @param batchMillis the batch interval
     * @param operators what has, or could have, something in the checkpoint directory
     */
    record ApplicationStarted(String graph, long zeroTimeMillis, long batchMillis, List<OperatorInfo> operators)
            implements BatchRecord {

        public ApplicationStarted {
            if (batchMillis < 1) {
                throw new IllegalArgumentException("A batch interval is at least 1 ms, got " + batchMillis);
            }
            operators = List.copyOf(operators);
        }
    }

    /** What a batch reads. Durable before any output of the batch can be seen, so that a repetition reads the same. */
    record Planned(BatchTime time, List<InputRange> inputs) implements BatchRecord {

        public Planned {
            inputs = List.copyOf(inputs);
        }
    }

    /**
     * A batch is complete: its outputs are out, and its state counts.
     *
     * @param time the batch, the earliest planned one that is not committed
     * @param state where the state of each operator is now: all of its partitions, which may be others than before.
     *     Operators that are not named keep theirs
     * @param accumulators values after the batch; accumulators that are not named keep theirs
     * @param retainFrom batches before this one are no longer needed
     * @param retainStateFrom of batches before this one only the plan is needed any more, not how they left the state
     */
    record Committed(
            BatchTime time,
            List<StateEntry> state,
            List<NamedValue> accumulators,
            BatchTime retainFrom,
            BatchTime retainStateFrom)
            implements BatchRecord {

        public Committed {
            state = List.copyOf(state);
            accumulators = List.copyOf(accumulators);
        }
    }

    /** The user gave these operators up; their state is no longer referred to. */
    record OperatorsDropped(List<OperatorId> operators) implements BatchRecord {

        public OperatorsDropped {
            operators = List.copyOf(operators);
        }
    }

    /** These files are referred to by nothing and may be deleted from now on. See {@link Cleaner}. */
    record Retired(List<StoragePath> files) implements BatchRecord {

        public Retired {
            files = List.copyOf(files);
        }
    }

    /**
     * A line of the recovery ledger.
     *
     * @param epoch the start that it belongs to
     * @param phase what was reached
     * @param wallMillis when, by the driver's clock
     * @param detail for people
     */
    record RecoveryEvent(Epoch epoch, Phase phase, long wallMillis, String detail) implements BatchRecord {}

    /** The steps from a failure to normal operation. */
    enum Phase {
        /** The failure was noticed. */
        NOTICED(1),
        /** The driver was elected. */
        ELECTED(2),
        /** Earlier drivers are fenced. */
        FENCED(3),
        /** Graph and state of the log are loaded. */
        LOADED(4),
        /** The first batch is committed. */
        FIRST_BATCH(5),
        /** Batches are committed in their time again. */
        CAUGHT_UP(6);

        final int code;

        Phase(int code) {
            this.code = code;
        }
    }
}
