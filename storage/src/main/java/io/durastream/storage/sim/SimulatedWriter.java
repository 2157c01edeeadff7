package io.durastream.storage.sim;

import io.durastream.storage.AppendFile;
import io.durastream.storage.SealedException;
import io.durastream.storage.StoragePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The end of a file that is in its writer's memory: the bytes that did not reach the disk yet. */
final class SimulatedWriter implements AppendFile {

    private final SimulatedDisk disk;
    private final StoragePath path;
    private final SimulatedFile file;
    private byte[] pending = new byte[64];
    private int pendingFrom;
    private int pendingTo;
    private long position;
    private boolean closed;

    SimulatedWriter(SimulatedDisk disk, StoragePath path, SimulatedFile file) {
        this.disk = disk;
        this.path = path;
        this.file = file;
    }

    @Override
    public void append(ByteBuffer source) throws IOException {
        synchronized (disk) {
            failIfClosed();
            int count = source.remaining();
            if (pendingTo + count > pending.length) {
                pending = Arrays.copyOf(pending, Math.max(pendingTo + count, 2 * pending.length));
            }
            source.get(pending, pendingTo, count);
            pendingTo += count;
            position += count;
        }
    }

    @Override
    public void flush() throws IOException {
        synchronized (disk) {
            failIfClosed();
            if (file.writer != this) {
                throw new SealedException("File " + path + " was sealed; its writer has to stop");
            }
            write(pendingTo - pendingFrom);
            pendingFrom = 0;
            pendingTo = 0;
        }
    }

    @Override
    public long position() {
        synchronized (disk) {
            return position;
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (disk) {
            if (closed) {
                return;
            }
            try {
                flush();
            } finally {
                end();
            }
        }
    }

    @Override
    public void abandon() {
        synchronized (disk) {
            if (!closed && file.writer == this) {
                tear();
            }
            end();
        }
    }

    /** Lets a prefix of the pending bytes reach the disk, none and all of them included. */
    void tear() {
        write(disk.torn(pendingTo - pendingFrom));
    }

    private void end() {
        closed = true;
        if (file.writer == this) {
            file.writer = null;
        }
    }

    private void write(int count) {
        file.append(pending, pendingFrom, count);
        pendingFrom += count;
    }

    private void failIfClosed() {
        if (closed) {
            throw new IllegalStateException("File " + path + " is closed");
        }
    }
}
