package io.durastream.runtime.receiver;

import io.durastream.ReceiverInfo;
import io.durastream.wal.SealReport;
import java.io.IOException;

/** What becomes of receivers. Told on threads of the runtime, to somebody who neither blocks nor throws. */
public sealed interface ReceiverEvent {

    /** A receiver is at work; again after each of its restarts. */
    record Started(ReceiverInfo receiver) implements ReceiverEvent {}

    /** A receiver reported an error, and goes on. */
    record Failed(ReceiverInfo receiver) implements ReceiverEvent {}

    /** A receiver is no longer at work; also before each of its restarts. */
    record Stopped(ReceiverInfo receiver) implements ReceiverEvent {}

    /** The receivers of earlier epochs are ended, and what they had received is taken up. */
    record Recovered(int streamId, SealReport report, long millis) implements ReceiverEvent {}

    /** What receivers of earlier epochs had received cannot be read now; it is tried again. */
    record Waiting(int streamId, IOException reason) implements ReceiverEvent {}

    /** What receivers of earlier epochs had received is damaged: the application must not go on. */
    record Damaged(int streamId, IOException damage) implements ReceiverEvent {}
}
