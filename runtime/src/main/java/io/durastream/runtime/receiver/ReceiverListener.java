package io.durastream.runtime.receiver;

import io.durastream.ReceiverInfo;
import io.durastream.wal.SealReport;
import java.io.IOException;

/** Hears what becomes of receivers, on threads of the runtime. Must neither block nor throw. */
public interface ReceiverListener {

    /** A receiver is at work; again after each of its restarts. */
    default void started(ReceiverInfo receiver) {}

    /** A receiver reported an error, and goes on. */
    default void error(ReceiverInfo receiver) {}

    /** A receiver is no longer at work; also before each of its restarts. */
    default void stopped(ReceiverInfo receiver) {}

    /** The receivers of earlier epochs are ended, and what they had received is taken up. */
    default void recovered(int streamId, SealReport report, long millis) {}

    /** The received data of earlier epochs cannot be read now; it is tried again. */
    default void waiting(int streamId, IOException reason) {}

    /** The received data of earlier epochs is damaged: the application cannot go on. */
    default void damaged(int streamId, IOException damage) {}
}
