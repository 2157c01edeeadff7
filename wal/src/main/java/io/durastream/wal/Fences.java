package io.durastream.wal;

import io.durastream.storage.Epoch;
import io.durastream.storage.Storage;
import io.durastream.storage.frame.Frame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.Optional;

/**
 * The fences of a log: files that tell late writers of earlier epochs that their time is over. The name says it all; the
 * content, a frame of type 18, repeats the epoch (8 bytes) for people and tools.
 */
final class Fences {

    private final Storage storage;
    private final Layout layout;

    Fences(Storage storage, Layout layout) {
        this.storage = storage;
        this.layout = layout;
    }

    /** From when this returns, no writer of an epoch before {@code epoch} gets through {@link #above}. */
    void put(Epoch epoch) throws IOException {
        ByteBuffer payload =
                ByteBuffer.allocate(Long.BYTES).putLong(epoch.number()).flip();
        // Whoever put it first meant the same.
        storage.putIfAbsent(
                layout.fence(epoch), Frame.encode(FrameTypes.FENCE, payload).array());
    }

    /** The highest epoch above {@code epoch} for which there is a fence. */
    Optional<Epoch> above(Epoch epoch) throws IOException {
        return layout.fencesIn(storage.list(layout.fences())).stream()
                .filter(epoch::isBefore)
                .max(Comparator.naturalOrder());
    }
}
