package io.durastream.recovery.sim;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.durastream.SourcePosition;
import io.durastream.recovery.sim.Coverage.Event;
import io.durastream.runtime.receiver.ReceivedBlocks;
import io.durastream.runtime.receiver.ReceivedLog;
import io.durastream.runtime.receiver.SimulatedReceiving;
import io.durastream.runtime.receiver.SimulatedReceiving.Stored;
import io.durastream.storage.Epoch;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A receiver in a process of its own: takes records from its source, stores them, and only then acknowledges them. */
final class SimReceiver {

    /** A receiver that cannot begin so often gives up; its driver starts another one. */
    private static final int MAX_BEGINNINGS = 5;

    private final History history;
    private final SimProcess process;
    private final SimDriver driver;
    private final Source source;
    private final ReceivedBlocks blocks;
    private final Epoch epoch;

    SimReceiver(
            History history, SimProcess process, SimDriver driver, Source source, ReceivedBlocks blocks, Epoch epoch) {
        this.history = history;
        this.process = process;
        this.driver = driver;
        this.source = source;
        this.blocks = blocks;
        this.epoch = epoch;
    }

    void live() {
        ReceivedLog log = history.log(source, process);
        for (int i = 0; i < MAX_BEGINNINGS; i++) {
            try {
                Optional<SimulatedReceiving> attempt = SimulatedReceiving.begin(blocks, driver, log, epoch, process);
                if (attempt.isPresent() && receive(attempt.get()) == Stored.FENCED) {
                    history.coverage().count(Event.RECEIVER_FENCED);
                    return;
                }
            } catch (IOException e) {
                // The driver does not answer.
            }
            process.sleep(100);
        }
    }

    private Stored receive(SimulatedReceiving attempt) {
        int at = source.isPositioned()
                ? attempt.lastPosition().map(Integer::parseInt).orElse(0)
                : 0;
        if (at > 0) {
            // The source is told that all up to here is safe.
            source.acknowledge(List.of(at));
        }
        while (true) {
            process.sleep(history.between(20, 150));
            List<Integer> records = source.send(at, history.between(1, 4));
            if (records.isEmpty()) {
                continue;
            }
            Stored stored = store(attempt, records);
            if (stored == Stored.ACKNOWLEDGED && history.luck() != 3) {
                source.acknowledge(records);
                history.coverage().count(Event.RECORDS_ACKNOWLEDGED);
                at = records.get(records.size() - 1);
            } else if (stored != Stored.FAILED || history.luck() < 10) {
                history.coverage().count(Event.RECORDS_SENT_AGAIN);
                if (stored == Stored.OVER) {
                    history.coverage().count(Event.RECEIVER_REFUSED);
                }
                attempt.close();
                return stored;
            }
        }
    }

    private Stored store(SimulatedReceiving attempt, List<Integer> records) {
        boolean sealed = history.isSealed(source, epoch);
        String text = records.stream().map(String::valueOf).collect(Collectors.joining(","));
        SourcePosition position =
                source.isPositioned() ? new SourcePosition(String.valueOf(records.get(records.size() - 1))) : null;
        Stored stored = attempt.store(records.size(), UTF_8.encode(text), position);
        Violation.unless(
                stored != Stored.ACKNOWLEDGED || !sealed,
                () -> process + " of epoch " + epoch + " was acknowledged " + text + " after its log was sealed");
        return stored;
    }
}
