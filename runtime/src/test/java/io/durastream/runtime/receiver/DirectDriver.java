package io.durastream.runtime.receiver;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A driver in the same thread, on a network that loses what the test wants it to lose. */
final class DirectDriver implements DriverLink {

    enum Network {
        WORKS,
        LOSES_REPORTS,
        LOSES_ANSWERS
    }

    final List<ReceivedBlock> reports = new ArrayList<>();
    final List<String> stops = new ArrayList<>();
    Network network = Network.WORKS;
    private final ReceivedBlocks blocks;

    DirectDriver(ReceivedBlocks blocks) {
        this.blocks = blocks;
    }

    @Override
    public Optional<Registration> register() {
        return blocks.startAttempt()
                .map(it -> new Registration(it.number(), it.predecessor(), it.lastPosition(), it.number() << 20));
    }

    @Override
    public boolean report(long attempt, ReceivedBlock block) throws IOException {
        if (network == Network.LOSES_REPORTS) {
            throw new IOException("The report was lost");
        }
        reports.add(block);
        boolean taken = blocks.accept(attempt, ReceivedBlock.readFrom(java.nio.ByteBuffer.wrap(block.toBytes())));
        if (network == Network.LOSES_ANSWERS) {
            throw new IOException("The answer was lost");
        }
        return taken;
    }

    @Override
    public void error(long attempt, String message, @Nullable Throwable error) {}

    @Override
    public void stopped(long attempt, String message, @Nullable Throwable error) {
        stops.add(message);
    }
}
