package io.durastream.runtime.receiver;

import io.durastream.Receiver;
import org.jspecify.annotations.Nullable;

/**
 * A stream that a receiver feeds, ready to be started.
 *
 * @param blocks what the receiver reports to
 * @param log where it writes; null when received data is in the memory of executors only
 */
record ReceiverStream<T>(
        int streamId,
        Receiver<T> receiver,
        ReceivedBlocks blocks,
        @Nullable LogAccess log) {

    /** As listeners know it: {@code SocketReceiver-0}. */
    String name() {
        return receiver.getClass().getSimpleName() + "-" + streamId;
    }
}
