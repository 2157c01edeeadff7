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

    /** Puts the fence of an epoch above all others that is nobody's yet; of any number of callers, one gets it. */
    Epoch putNext() throws IOException {
        while (true) {
            Epoch next = highest().map(Epoch::next).orElse(Epoch.of(1));
            if (put(next)) {
                return next;
            }
        }
    }

    /**
     * From when this returns, no writer of an epoch before {@code epoch} gets through {@link #above}.
     *
     * @return whether there was no such fence before
     */
    boolean put(Epoch epoch) throws IOException {
        ByteBuffer payload =
                ByteBuffer.allocate(Long.BYTES).putLong(epoch.number()).flip();
        byte[] content = Frame.encode(FrameTypes.FENCE, payload).array();
        return storage.putIfAbsent(layout.fence(epoch), content) == Storage.PutResult.CREATED;
    }

    /** The highest epoch above {@code epoch} for which there is a fence. */
    Optional<Epoch> above(Epoch epoch) throws IOException {
        return highest().filter(epoch::isBefore);
    }

    private Optional<Epoch> highest() throws IOException {
        return layout.fencesIn(storage.list(layout.fences())).stream().max(Comparator.naturalOrder());
    }
}
