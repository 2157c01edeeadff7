package io.durastream.storage.hdfs;

import io.durastream.storage.ReadFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hadoop.hdfs.client.HdfsDataInputStream;

/** A file open for positioned reads, up to the length that its DataNodes showed when it was opened. */
final class HdfsReadFile implements ReadFile {

    private final HdfsDataInputStream in;

    HdfsReadFile(HdfsDataInputStream in) {
        this.in = in;
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
        if (position < 0) {
            throw new IllegalArgumentException("A position is at least 0, got " + position);
        }
        return target.hasRemaining() ? in.read(position, target) : 0;
    }

    @Override
    public long length() throws IOException {
        return in.getVisibleLength();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
