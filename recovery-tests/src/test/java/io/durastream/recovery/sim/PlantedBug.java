package io.durastream.recovery.sim;

import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.LogState;
import io.durastream.runtime.driver.Retention;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.storage.sim.SimulatedDisk;
import java.io.IOException;
import java.util.Collection;

/** Mistakes that the simulation must find. They are planted around the code under test, not in it. */
enum PlantedBug {
    NONE,
    /** Looking first and then writing is taken to be as good as put-if-absent. */
    LOG_WITHOUT_FENCE {
        @Override
        Storage driverStorage(Storage storage, SimulatedDisk disk) {
            return new PlantedStorages.LooksThenOverwrites(storage, disk);
        }
    },
    /** Received data is acknowledged when it is in the writer's memory. */
    ACKNOWLEDGED_BEFORE_DURABLE {
        @Override
        Storage receiverStorage(Storage storage) {
            return new PlantedStorages.FlushesEverySecondTime(storage);
        }
    },
    /** A driver that takes over leaves the receivers of its predecessors alone. */
    NOT_SEALED {
        @Override
        Storage driverStorage(Storage storage, SimulatedDisk disk) {
            return new PlantedStorages.DoesNotSeal(storage);
        }
    },
    /** Files go before the log says so. */
    CLEANED_BEFORE_AUTHORISED {
        @Override
        Retention retention(Retention retention, Storage storage) {
            return new EagerRetention(retention, storage);
        }
    },
    /** A batch runs while its plan is on its way. */
    EXECUTED_BEFORE_PLANNED {
        @Override
        Storage driverStorage(Storage storage, SimulatedDisk disk) {
            return new PlantedStorages.PutsBehind(storage);
        }
    };

    Storage driverStorage(Storage storage, SimulatedDisk disk) {
        return storage;
    }

    Storage receiverStorage(Storage storage) {
        return storage;
    }

    Retention retention(Retention retention, Storage storage) {
        return retention;
    }

    private record EagerRetention(Retention retention, Storage storage) implements Retention {

        @Override
        public BatchTime retainFrom(BatchTime committing) {
            return retention.retainFrom(committing);
        }

        @Override
        public BatchTime retainStateFrom(BatchTime committing) {
            return retention.retainStateFrom(committing);
        }

        @Override
        public Collection<StoragePath> find(LogState state) throws IOException {
            Collection<StoragePath> garbage = retention.find(state);
            for (StoragePath path : garbage) {
                storage.delete(path);
            }
            return garbage;
        }
    }
}
