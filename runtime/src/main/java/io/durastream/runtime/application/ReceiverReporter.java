package io.durastream.runtime.application;

import io.durastream.StreamingListenerReceiverError;
import io.durastream.StreamingListenerReceiverStarted;
import io.durastream.StreamingListenerReceiverStopped;
import io.durastream.runtime.receiver.ReceiverEvent;
import io.durastream.wal.SealReport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what becomes of receivers into events for listeners and lines for people. */
final class ReceiverReporter implements Consumer<ReceiverEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(ReceiverReporter.class);

    private final ListenerBus bus;

    ReceiverReporter(ListenerBus bus) {
        this.bus = bus;
    }

    @Override
    public void accept(ReceiverEvent event) {
        if (event instanceof ReceiverEvent.Started started) {
            bus.post(listener -> listener.onReceiverStarted(new StreamingListenerReceiverStarted(started.receiver())));
        } else if (event instanceof ReceiverEvent.Failed error) {
            bus.post(listener -> listener.onReceiverError(new StreamingListenerReceiverError(error.receiver())));
        } else if (event instanceof ReceiverEvent.Stopped stopped) {
            bus.post(listener -> listener.onReceiverStopped(new StreamingListenerReceiverStopped(stopped.receiver())));
        } else if (event instanceof ReceiverEvent.Recovered recovered) {
            recovered(recovered.streamId(), recovered.report(), recovered.millis());
        } else if (event instanceof ReceiverEvent.Waiting waiting) {
            LOG.warn(
                    "Stream {} waits: what earlier receivers had received cannot be read now: {}",
                    waiting.streamId(),
                    waiting.reason().toString());
        } else if (event instanceof ReceiverEvent.Damaged damaged) {
            LOG.error("Stream {}: received data is damaged", damaged.streamId(), damaged.damage());
        }
    }

    private static void recovered(int stream, SealReport report, long millis) {
        LOG.info("Stream {}: the receivers of earlier epochs are ended, in {} ms: {}", stream, millis, report);
    }
}
