package io.durastream.chaos.check;

import io.durastream.chaos.ledger.History;
import io.durastream.chaos.stage.Life;
import io.durastream.chaos.workload.Workload;
import io.durastream.checkpoint.DriverStart;
import java.util.List;

/**
 * All that is known of a run when it is over.
 *
 * @param load what was asked of the application
 * @param history what it put down
 * @param samples what the batch log said, in the order of time
 * @param starts all starts of drivers that the batch log ever knew, by epoch
 * @param strikes the faults
 * @param lives the processes of all drivers
 * @param protocol what the application did against the protocol of its source
 * @param directory what the checkpoint directory looks like afterwards
 */
public record Evidence(
        Load load,
        History history,
        List<Sample> samples,
        List<DriverStart> starts,
        List<Struck> strikes,
        List<Life> lives,
        List<String> protocol,
        DirectoryAudit directory) {

    /**
     * What was asked.
     *
     * @param records of the source: those before this number, all of them
     * @param workloads of the application
     * @param batchMillis of the application
     * @param recoveryMillis within which it has to commit again after the last fault
     * @param catchUpMillis within which it has to be in its time again after the last fault
     */
    public record Load(
            long records, List<Workload> workloads, long batchMillis, long recoveryMillis, long catchUpMillis) {

        public Load {
            workloads = List.copyOf(workloads);
        }
    }

    public Evidence {
        samples = List.copyOf(samples);
        starts = List.copyOf(starts);
        strikes = List.copyOf(strikes);
        lives = List.copyOf(lives);
        protocol = List.copyOf(protocol);
    }

    /** When the last fault was healed; the first sample when there was none. */
    long healedMillis() {
        return strikes.stream()
                .mapToLong(Struck::healedMillis)
                .max()
                .orElseGet(() -> samples.isEmpty() ? 0 : samples.get(0).wallMillis());
    }
}
