package io.durastream.checkpoint;

import io.durastream.checkpoint.BatchRecord.ApplicationStarted;
import io.durastream.checkpoint.BatchRecord.Committed;
import io.durastream.checkpoint.BatchRecord.EpochStarted;
import io.durastream.checkpoint.BatchRecord.OperatorsDropped;
import io.durastream.checkpoint.BatchRecord.Phase;
import io.durastream.checkpoint.BatchRecord.Planned;
import io.durastream.checkpoint.BatchRecord.RecoveryEvent;
import io.durastream.checkpoint.BatchRecord.Retired;
import io.durastream.storage.Epoch;
import io.durastream.storage.StoragePath;
import java.io.IOException;
import java.util.List;

/**
 * The records inside an entry: a u8 tag and a body, in the terms of {@link PayloadWriter}.
 *
 * <pre>
 *  1 EpochStarted        i64 epoch, string writer, i64 wall millis, string host
 *  2 ApplicationStarted  string graph, i64 zero time, i64 batch millis, list of operators:
 *                          string id, u8 kind (1 input, 2 state, 3 output), string name, string structure, flag explicit id
 *  3 Planned             i64 batch time, list of input ranges:
 *                          string input, bytes range, i64 records, string description
 *  4 Committed, as 8, without the last field: retain state from is retain from. Read, not written any more
 *  5 OperatorsDropped    list of string operator
 *  6 Retired             list of string path
 *  7 RecoveryEvent       i64 epoch, u8 phase (1 noticed, 2 elected, 3 fenced, 4 loaded, 5 first batch, 6 caught up),
 *                        i64 wall millis, string detail
 *  8 Committed           i64 batch time, list of state entries: string operator, i32 partition, bytes ref;
 *                        list of accumulators: string name, bytes value; i64 retain from, i64 retain state from
 * </pre>
 */
final class RecordCodec {

    private static final int EPOCH_STARTED = 1;
    private static final int APPLICATION_STARTED = 2;
    private static final int PLANNED = 3;
    private static final int COMMITTED_WITH_ONE_HORIZON = 4;
    private static final int OPERATORS_DROPPED = 5;
    private static final int RETIRED = 6;
    private static final int RECOVERY_EVENT = 7;
    private static final int COMMITTED = 8;

    private RecordCodec() {}

    static void write(PayloadWriter out, BatchRecord record) {
        if (record instanceof EpochStarted started) {
            out.u8(EPOCH_STARTED).i64(started.epoch().number());
            out.string(started.writer().value()).i64(started.wallMillis()).string(started.host());
        } else if (record instanceof ApplicationStarted started) {
            writeApplication(out.u8(APPLICATION_STARTED), started);
        } else if (record instanceof Planned planned) {
            out.u8(PLANNED).i64(planned.time().millis()).list(planned.inputs(), RecordCodec::writeRange);
        } else if (record instanceof Committed committed) {
            out.u8(COMMITTED).i64(committed.time().millis());
            out.list(committed.state(), RecordCodec::writeRef);
            out.list(committed.accumulators(), RecordCodec::writeValue);
            out.i64(committed.retainFrom().millis());
            out.i64(committed.retainStateFrom().millis());
        } else if (record instanceof OperatorsDropped dropped) {
            out.u8(OPERATORS_DROPPED).list(dropped.operators(), (to, operator) -> to.string(operator.value()));
        } else if (record instanceof Retired retired) {
            out.u8(RETIRED).list(retired.files(), (to, file) -> to.string(file.value()));
        } else if (record instanceof RecoveryEvent event) {
            writeEvent(out.u8(RECOVERY_EVENT), event);
        } else {
            throw new AssertionError("a record that nobody encodes: " + record);
        }
    }

    static BatchRecord read(PayloadReader in) throws IOException {
        int tag = in.u8();
        return switch (tag) {
            case EPOCH_STARTED -> new EpochStarted(Epoch.of(in.i64()), WriterId.of(in.string()), in.i64(), in.string());
            case APPLICATION_STARTED -> readApplication(in);
            case PLANNED -> new Planned(BatchTime.of(in.i64()), in.list(RecordCodec::readRange));
            case COMMITTED_WITH_ONE_HORIZON -> readCommitted(in, false);
            case COMMITTED -> readCommitted(in, true);
            case OPERATORS_DROPPED -> new OperatorsDropped(in.list(from -> OperatorId.of(from.string())));
            case RETIRED -> new Retired(in.list(from -> StoragePath.of(from.string())));
            case RECOVERY_EVENT -> readEvent(in);
            default ->
                throw in.damage("expected a record with a tag of 1 to 8, found " + tag
                        + "; a newer release may have written it");
        };
    }

    private static Committed readCommitted(PayloadReader in, boolean twoHorizons) throws IOException {
        BatchTime time = BatchTime.of(in.i64());
        List<StateEntry> state = in.list(RecordCodec::readRef);
        List<NamedValue> accumulators = in.list(RecordCodec::readValue);
        BatchTime retainFrom = BatchTime.of(in.i64());
        return new Committed(time, state, accumulators, retainFrom, twoHorizons ? BatchTime.of(in.i64()) : retainFrom);
    }

    static void writeApplication(PayloadWriter out, ApplicationStarted started) {
        out.string(started.graph()).i64(started.zeroTimeMillis()).i64(started.batchMillis());
        out.list(
                started.operators(),
                (to, operator) -> to.string(operator.id().value())
                        .u8(operator.kind().code)
                        .string(operator.name())
                        .string(operator.structure())
                        .flag(operator.explicitId()));
    }

    static ApplicationStarted readApplication(PayloadReader in) throws IOException {
        return new ApplicationStarted(
                in.string(),
                in.i64(),
                in.i64(),
                in.list(from -> new OperatorInfo(
                        OperatorId.of(from.string()), readKind(from), from.string(), from.string(), from.flag())));
    }

    static void writeRange(PayloadWriter out, InputRange range) {
        out.string(range.input().value()).bytes(range.range()).i64(range.records());
        out.string(range.description());
    }

    static InputRange readRange(PayloadReader in) throws IOException {
        return new InputRange(OperatorId.of(in.string()), in.bytes(), in.i64(), in.string());
    }

    static void writeRef(PayloadWriter out, StateEntry entry) {
        out.string(entry.operator().value()).i32(entry.partition()).bytes(entry.ref());
    }

    static StateEntry readRef(PayloadReader in) throws IOException {
        return new StateEntry(OperatorId.of(in.string()), in.i32(), in.bytes());
    }

    static void writeValue(PayloadWriter out, NamedValue value) {
        out.string(value.name()).bytes(value.value());
    }

    static NamedValue readValue(PayloadReader in) throws IOException {
        return new NamedValue(in.string(), in.bytes());
    }

    static void writeEvent(PayloadWriter out, RecoveryEvent event) {
        out.i64(event.epoch().number()).u8(event.phase().code);
        out.i64(event.wallMillis()).string(event.detail());
    }

    static RecoveryEvent readEvent(PayloadReader in) throws IOException {
        return new RecoveryEvent(Epoch.of(in.i64()), readPhase(in), in.i64(), in.string());
    }

    private static OperatorInfo.Kind readKind(PayloadReader in) throws IOException {
        int code = in.u8();
        for (OperatorInfo.Kind kind : OperatorInfo.Kind.values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw in.damage("expected an operator kind of 1 to 3, found " + code);
    }

    private static Phase readPhase(PayloadReader in) throws IOException {
        int code = in.u8();
        for (Phase phase : Phase.values()) {
            if (phase.code == code) {
                return phase;
            }
        }
        throw in.damage("expected a phase of 1 to 6, found " + code);
    }
}
