package io.durastream.storage.hdfs;

import io.durastream.storage.AppendFile;
import io.durastream.storage.SealedException;
import io.durastream.storage.SyncMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one writer of a file, which holds its lease. */
final class HdfsAppendFile implements AppendFile {

    private static final Logger LOG = LoggerFactory.getLogger(HdfsAppendFile.class);

    private final Path path;
    private final FSDataOutputStream out;
    private final Leases leases;
    private final SyncMode mode;
    private long position;
    private boolean closed;

    HdfsAppendFile(Path path, FSDataOutputStream out, Leases leases, SyncMode mode) {
        this.path = path;
        this.out = out;
        this.leases = leases;
        this.mode = mode;
    }

    @Override
    public void append(ByteBuffer bytes) throws IOException {
        failIfClosed();
        int count = bytes.remaining();
        try {
            if (bytes.hasArray()) {
                out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), count);
                bytes.position(bytes.limit());
            } else {
                byte[] copy = new byte[count];
                bytes.get(copy);
                out.write(copy);
            }
        } catch (IOException failure) {
            throw explain(failure);
        }
        position += count;
    }

    @Override
    public void flush() throws IOException {
        failIfClosed();
        try {
            if (mode == SyncMode.SYNC) {
                out.hsync();
            } else {
                out.hflush();
            }
        } catch (IOException failure) {
            throw explain(failure);
        }
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        try {
            flush();
            complete();
        } finally {
            abandon();
        }
    }

    /** Hadoop offers no way to let go of a stream but to close it; a failed one is only dropped by that. */
    @Override
    public void abandon() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            out.close();
        } catch (IOException expected) {
            LOG.debug("Dropped the stream of {}", path, expected);
        }
    }

    private void complete() throws IOException {
        try {
            out.close();
        } catch (IOException failure) {
            // That the file is closed proves nothing here: the answer to our own call may have been lost.
            throw Refusals.leaseIsLost(failure) ? sealed(failure) : failure;
        }
    }

    /**
     * The pipeline of a writer that lost its lease fails in many ways. While the lease is being recovered, the client
     * tries to mend the pipeline and the NameNode tells it so; afterwards the file is not open any more, though this
     * writer did not close it.
     */
    private IOException explain(IOException failure) {
        try {
            if (Refusals.leaseIsLost(failure) || leases.isTaken(path)) {
                return sealed(failure);
            }
        } catch (IOException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
        return failure;
    }

    private SealedException sealed(IOException failure) {
        return new SealedException("File " + path + " was sealed or deleted; its writer has to stop", failure);
    }

    private void failIfClosed() {
        if (closed) {
            throw new IllegalStateException("File " + path + " is closed");
        }
    }
}
