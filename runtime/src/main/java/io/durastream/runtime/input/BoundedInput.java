package io.durastream.runtime.input;

import java.io.EOFException;
import java.io.IOException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;

/** A file that ends at a position before its end. Used by one reader at a time. */
final class BoundedInput extends FSInputStream {

    private final FSDataInputStream all;
    private final long end;

    BoundedInput(FSDataInputStream all, long end) {
        this.all = all;
        this.end = end;
    }

    @Override
    public int read() throws IOException {
        return all.getPos() < end ? all.read() : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        long rest = end - all.getPos();
        if (length > 0 && rest <= 0) {
            return -1;
        }
        return all.read(buffer, offset, (int) Math.min(length, rest));
    }

    @Override
    public int available() throws IOException {
        return (int) Math.min(all.available(), Math.max(0, end - all.getPos()));
    }

    @Override
    public void seek(long position) throws IOException {
        if (position > end) {
            throw new EOFException("Cannot seek to " + position + ": the file ends at " + end);
        }
        all.seek(position);
    }

    @Override
    public long getPos() throws IOException {
        return all.getPos();
    }

    @Override
    public boolean seekToNewSource(long position) throws IOException {
        return all.seekToNewSource(position);
    }

    @Override
    public void close() throws IOException {
        all.close();
    }
}
