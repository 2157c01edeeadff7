package io.durastream.storage.sim;

import io.durastream.storage.Storage;
import io.durastream.storage.StorageContract;

final class SimulatedStorageTest extends StorageContract {

    private final SimulatedDisk disk = new SimulatedDisk(7);
    private int processes;

    @Override
    protected Storage openStorage() {
        return disk.client("process-" + processes++);
    }

    @Override
    protected int rounds() {
        return 100;
    }
}
