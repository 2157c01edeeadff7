package io.durastream.storage.fault;

import io.durastream.storage.Storage;
import io.durastream.storage.StorageContract;
import io.durastream.storage.sim.SimulatedDisk;

/** Without a fault the decorator changes nothing. */
final class FaultInjectingStorageContractTest extends StorageContract {

    private final SimulatedDisk disk = new SimulatedDisk(7);
    private int processes;

    @Override
    protected Storage openStorage() {
        return new FaultInjectingStorage(disk.client("process-" + processes++), FaultPlan.none());
    }

    @Override
    protected int rounds() {
        return 100;
    }
}
