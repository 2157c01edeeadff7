package io.durastream.runtime.receiver;

import io.durastream.Receiver;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A stream that a receiver feeds, ready to be started.
 *
 * @param blocks what the receiver reports to
 * @param log where it writes; null when received data is in the memory of executors only
 * @param rate how many records a second the receiver may store at present; {@code Long.MAX_VALUE} for no limit
 */
record ReceiverStream<T>(
        int streamId,
        Receiver<T> receiver,
        ReceivedBlocks blocks,
        @Nullable LogAccess log,
        LongSupplier rate) {

    /** As listeners know it: {@code SocketReceiver-0}. */
    String name() {
        return receiver.getClass().getSimpleName() + "-" + streamId;
    }
}
