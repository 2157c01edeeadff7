package io.durastream.storage.frame;

import io.durastream.storage.ReadFile;
import java.nio.ByteBuffer;

/** A file in memory that counts its reads. */
final class ArrayFile implements ReadFile {

    private final byte[] content;
    private int reads;

    ArrayFile(byte[] content) {
        this.content = content;
    }

    int reads() {
        return reads;
    }

    @Override
    public int read(long position, ByteBuffer target) {
        reads++;
        if (position >= content.length) {
            return -1;
        }
        int count = (int) Math.min(content.length - position, target.remaining());
        target.put(content, (int) position, count);
        return count;
    }

    @Override
    public long length() {
        return content.length;
    }

    @Override
    public void close() {}
}
