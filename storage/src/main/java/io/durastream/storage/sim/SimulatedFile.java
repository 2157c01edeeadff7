package io.durastream.storage.sim;

import io.durastream.storage.StoragePath;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A file as it stands on the simulated disk. Guarded by the disk. */
final class SimulatedFile {

    private final StoragePath path;
    private byte[] bytes;
    private int length;
    /** Who may still append; null once the file is closed, sealed, deleted, or its writer died. */
    @Nullable
    SimulatedWriter writer;

    SimulatedFile(StoragePath path, byte[] content) {
        this.path = path;
        bytes = content.clone();
        length = content.length;
    }

    StoragePath path() {
        return path;
    }

    int length() {
        return length;
    }

    byte[] content() {
        return Arrays.copyOf(bytes, length);
    }

    void replace(byte[] content) {
        bytes = content.clone();
        length = content.length;
    }

    void append(byte[] source, int offset, int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, 2 * bytes.length));
        }
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    int read(long position, ByteBuffer target) {
        if (position < 0) {
            throw new IllegalArgumentException("A position is at least 0, got " + position);
        }
        if (!target.hasRemaining()) {
            return 0;
        }
        if (position >= length) {
            return -1;
        }
        int count = (int) Math.min(length - position, target.remaining());
        target.put(bytes, (int) position, count);
        return count;
    }
}
