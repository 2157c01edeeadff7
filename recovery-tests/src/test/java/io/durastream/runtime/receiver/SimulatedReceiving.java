package io.durastream.runtime.receiver;

import io.durastream.SourcePosition;
import io.durastream.checkpoint.OperatorId;
import io.durastream.runtime.receiver.DriverLink.Registration;
import io.durastream.storage.Clock;
import io.durastream.storage.Epoch;
import io.durastream.storage.Storage;
import io.durastream.wal.LogExtent;
import io.durastream.wal.SegmentedLogOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a receiver for the simulation: the real {@code BlockWriter} on a real log, and a network between it and
 * the driver's {@link ReceivedBlocks}. In this package because none of them is anybody else's business.
 */
public final class SimulatedReceiving {

    /** What became of a block. */
    public enum Stored {
        /** It will be in a batch. */
        ACKNOWLEDGED,
        /** The log could not be written; the attempt may go on. */
        FAILED,
        /** The attempt is over. */
        OVER,
        /** The attempt is over because a later driver has taken over. */
        FENCED
    }

    /** The way from a receiver to the driver. */
    public interface Network {
        /** Lets the request happen in the driver, now, later or never, and gives its answer. */
        <T> T ask(Supplier<T> request) throws IOException;
    }

    private final BlockWriter writer;

    private SimulatedReceiving(BlockWriter writer) {
        this.writer = writer;
    }

    /** Begins an attempt; empty when the driver wants none. */
    public static Optional<SimulatedReceiving> begin(
            ReceivedBlocks driver, Network network, ReceivedLog log, Epoch epoch, Clock clock) throws IOException {
        Link link = new Link(driver, network);
        return link.register()
                .map(registration -> new SimulatedReceiving(new BlockWriter(
                        0,
                        registration,
                        log.openWriter(epoch, registration.attempt()),
                        (id, data) -> false,
                        link,
                        clock)));
    }

    /** Where the source goes on. */
    public Optional<String> lastPosition() {
        return writer.lastPosition().map(SourcePosition::value);
    }

    public Stored store(int records, ByteBuffer data, @Nullable SourcePosition position) {
        try {
            writer.store(records, data, position);
            return Stored.ACKNOWLEDGED;
        } catch (AttemptOverException e) {
            return e.reason() == AttemptOverException.Reason.FENCED ? Stored.FENCED : Stored.OVER;
        } catch (IOException e) {
            return Stored.FAILED;
        }
    }

    public void close() {
        writer.close();
    }

    /** The stream's log. */
    public static ReceivedLog log(Storage storage, OperatorId input, SegmentedLogOptions options, Clock clock) {
        return new ReceivedLog(storage, input, options, clock);
    }

    /** The records of a block. */
    public static ByteBuffer read(ReceivedLog log, LogExtent extent) throws IOException {
        return log.read(extent);
    }

    private record Link(ReceivedBlocks blocks, Network network) implements DriverLink {

        @Override
        public Optional<Registration> register() throws IOException {
            return network.ask(blocks::startAttempt)
                    .map(it -> new Registration(it.number(), it.predecessor(), it.lastPosition(), 1));
        }

        @Override
        public boolean report(long attempt, ReceivedBlock block) throws IOException {
            return network.ask(() -> blocks.accept(attempt, block));
        }

        @Override
        public void error(long attempt, String message, @Nullable Throwable error) {}

        @Override
        public void stopped(long attempt, String message, @Nullable Throwable error) {}
    }
}
