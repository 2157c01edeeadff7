package io.durastream.checkpoint;

import io.durastream.checkpoint.BatchRecord.ApplicationStarted;
import io.durastream.checkpoint.BatchRecord.Committed;
import io.durastream.checkpoint.BatchRecord.OperatorsDropped;
import io.durastream.checkpoint.BatchRecord.Phase;
import io.durastream.checkpoint.BatchRecord.Planned;
import io.durastream.checkpoint.BatchRecord.RecoveryEvent;
import io.durastream.checkpoint.BatchRecord.Retired;
import io.durastream.storage.Epoch;
import io.durastream.storage.StoragePath;
import java.util.List;

/** Records as a small application would write them. */
final class Samples {

    static final OperatorId LINES = OperatorId.of("lines");
    static final OperatorId COUNTS = OperatorId.of("counts");
    static final OperatorId SESSIONS = OperatorId.of("sessions");

    private Samples() {}

    static ApplicationStarted application() {
        return new ApplicationStarted(
                "ab".repeat(32),
                1_000,
                500,
                List.of(
                        new OperatorInfo(LINES, OperatorInfo.Kind.INPUT, "Zeilen ü", "0", true),
                        new OperatorInfo(COUNTS, OperatorInfo.Kind.STATE, "counts", "0/1", false),
                        new OperatorInfo(OperatorId.of("out"), OperatorInfo.Kind.OUTPUT, "", "0/1/2", false)));
    }

    static Planned plan(long time) {
        return new Planned(
                BatchTime.of(time), List.of(new InputRange(LINES, Bytes.utf8("range " + time), time, "lines " + time)));
    }

    /** Needs the batch itself and all later ones. */
    static Committed commit(long time) {
        return commit(time, time);
    }

    static Committed commit(long time, long retainFrom) {
        return commit(time, retainFrom, retainFrom);
    }

    static Committed commit(long time, long retainFrom, long retainStateFrom) {
        return new Committed(
                BatchTime.of(time),
                List.of(ref(COUNTS, 0, "counts@" + time), ref(SESSIONS, 1, "sessions@" + time)),
                List.of(new NamedValue("seen", Bytes.utf8("seen@" + time))),
                BatchTime.of(retainFrom),
                BatchTime.of(retainStateFrom));
    }

    static StateEntry ref(OperatorId operator, int partition, String ref) {
        return new StateEntry(operator, partition, Bytes.utf8(ref));
    }

    static OperatorsDropped drop(OperatorId operator) {
        return new OperatorsDropped(List.of(operator));
    }

    static Retired retire(String... files) {
        return new Retired(List.of(files).stream().map(StoragePath::of).toList());
    }

    static RecoveryEvent event(long epoch, Phase phase) {
        return new RecoveryEvent(Epoch.of(epoch), phase, 77, phase + " seen");
    }
}
