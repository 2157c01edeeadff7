package io.durastream.runtime.receiver;

import io.durastream.checkpoint.OperatorId;
import io.durastream.runtime.cluster.CheckpointAccess;
import io.durastream.storage.Clock;
import io.durastream.storage.Epoch;
import java.io.Serializable;

/**
 * The way to a stream's log, for tasks.
 *
 * @param checkpoint the directory that the log is in
 * @param input the operator id of the stream
 */
record LogAccess(CheckpointAccess checkpoint, String input, ReceiverSettings settings) implements Serializable {

    ReceivedLog open() {
        return new ReceivedLog(checkpoint.storage(), OperatorId.of(input), settings.logOptions(), Clock.system());
    }

    Epoch epoch() {
        return Epoch.of(checkpoint.epoch());
    }
}
