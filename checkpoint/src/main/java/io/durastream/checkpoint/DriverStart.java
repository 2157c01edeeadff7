package io.durastream.checkpoint;

import io.durastream.storage.Epoch;
import java.util.ArrayList;
import java.util.List;

/**
 * One start of a driver in the recovery ledger.
 *
 * @param epoch the epoch that it began
 * @param writer its identity
 * @param wallMillis when it claimed the log
 * @param host where it ran
 * @param events what it reported, in the order of reporting, at most {@value #MAX_EVENTS}
 */
public record DriverStart(
        Epoch epoch, WriterId writer, long wallMillis, String host, List<BatchRecord.RecoveryEvent> events) {

    /** Further events of one start are not kept. */
    public static final int MAX_EVENTS = 32;

    public DriverStart {
        events = List.copyOf(events);
    }

    DriverStart with(BatchRecord.RecoveryEvent event) {
        if (events.size() >= MAX_EVENTS) {
            return this;
        }
        List<BatchRecord.RecoveryEvent> more = new ArrayList<>(events);
        more.add(event);
        return new DriverStart(epoch, writer, wallMillis, host, more);
    }
}
