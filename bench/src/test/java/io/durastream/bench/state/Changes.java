package io.durastream.bench.state;

import io.durastream.statestore.KryoSerializers;
import io.durastream.statestore.StateSerializer;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.storage.sim.SimulatedDisk;
import java.util.stream.LongStream;

/** How much a batch changes, as the state's own serializer writes it. */
record Changes(CountWork work) {

    private static final int SAMPLE_BATCHES = 3;

    /**
     * {@return the bytes of the different keys of a batch and of their counts, without anything around them}
     *
     * @param batches how many batches were counted: it says how large the counts are
     */
    double bytesABatch(long batches) {
        StateSerializer<Long> serializer = serializer();
        int countBytes = serializer.serialize(batches * work.records() / work.keys()).length;
        long keyBytes = 0;
        long changes = 0;
        for (int batch = 0; batch < SAMPLE_BATCHES; batch++) {
            long from = (long) batch * work.records();
            long[] keys = LongStream.range(from, from + work.records())
                    .map(number -> Keys.ofRecord(number, work.keys()))
                    .distinct()
                    .toArray();
            changes += keys.length;
            keyBytes += LongStream.of(keys)
                    .map(key -> serializer.serialize(key).length)
                    .sum();
        }
        return (keyBytes + changes * (double) countBytes) / SAMPLE_BATCHES;
    }

    /** As in a checkpoint directory; numbers need nothing beside them, so any storage will do. */
    private static StateSerializer<Long> serializer() {
        Storage nowhere = new SimulatedDisk(0).client("nobody");
        return KryoSerializers.stored(nowhere, StoragePath.of("state"), kryo -> {})
                .values();
    }
}
