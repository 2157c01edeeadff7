package io.durastream.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.durastream.checkpoint.CommitOutcome.Committed;
import io.durastream.storage.Epoch;
import io.durastream.storage.Storage;
import io.durastream.storage.fault.DelayedEffect;
import io.durastream.storage.fault.Operation;
import io.durastream.storage.fault.OperationHook;
import io.durastream.storage.sim.SimulatedClock;
import io.durastream.storage.sim.SimulatedDisk;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A claim that nobody answered may begin its epoch late, in front of the next claim of the same driver. */
class ClaimAgainTest {

    private final SimulatedDisk disk = SimulatedDisk.withoutTearing();
    private final SimulatedClock clock = new SimulatedClock(1_000);

    @Test
    void goesOnBehindItsOwnClaimThatArrivedLate() throws IOException {
        Storage storage = disk.client("driver");
        disk.hook(new OperationHook() {
            @Override
            public void before(Operation operation) throws IOException {
                switch (operation.kind()) {
                    case PUT_IF_ABSENT -> throw new DelayedEffect(operation);
                    case READ -> throw new IOException("no answer");
                    default -> {}
                }
            }
        });
        assertThrows(IOException.class, () -> claim(storage));
        disk.hook(new OperationHook() {
            @Override
            public void before(Operation operation) {
                if (operation.kind() == Operation.Kind.PUT_IF_ABSENT && disk.delayed() > 0) {
                    disk.deliver(0);
                }
            }
        });

        BatchLog log = claim(storage);

        assertEquals(Epoch.of(2), log.epoch());
        assertEquals(new Committed(3), log.append(List.of(Samples.application())));
        assertEquals(log.state(), BatchLog.read(storage).state());
    }

    private BatchLog claim(Storage storage) throws IOException {
        return BatchLog.claim(storage, WriterId.of("driver"), "host", clock, BatchLogOptions.defaults());
    }
}
