package io.durastream.storage.local;

import io.durastream.storage.AppendFile;
import io.durastream.storage.SealedException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one writer of a file. A stream and not a {@code FileChannel}, for the reason that {@link LocalReadFile} gives. */
final class LocalAppendFile implements AppendFile {

    private static final Logger LOG = LoggerFactory.getLogger(LocalAppendFile.class);

    private final Path path;
    private final DurableFiles files;
    private final Seal seal;
    private final FileOutputStream out;
    private final @Nullable Object identity;
    private long position;
    private boolean closed;

    /** @param path an empty file that the caller has just made */
    LocalAppendFile(Path path, DurableFiles files) throws IOException {
        this.path = path;
        this.files = files;
        this.seal = new Seal(path);
        this.out = new FileOutputStream(path.toFile(), true);
        this.identity = identity();
    }

    @Override
    public void append(ByteBuffer bytes) throws IOException {
        failIfClosed();
        int count = bytes.remaining();
        if (bytes.hasArray()) {
            out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), count);
            bytes.position(bytes.limit());
        } else {
            byte[] copy = new byte[count];
            bytes.get(copy);
            out.write(copy);
        }
        position += count;
    }

    @Override
    public void flush() throws IOException {
        failIfClosed();
        files.sync(out);
        // After the bytes are down, not before: see LocalStorage.
        failIfSealed();
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
        } finally {
            closed = true;
            out.close();
        }
    }

    @Override
    public void abandon() {
        closed = true;
        try {
            out.close();
        } catch (IOException useless) {
            LOG.warn("Cannot close {}, which is of no use any more", path, useless);
        }
    }

    private void failIfSealed() throws IOException {
        if (seal.isBegun()) {
            throw new SealedException("File " + path + " was sealed; its writer has to stop");
        }
        // The seal of a deleted file is gone as well, but only after the file: the order of the two checks matters.
        try {
            if (Objects.equals(identity, identity())) {
                return;
            }
        } catch (NoSuchFileException deleted) {
            // The same as another file in its place.
        }
        throw new SealedException("File " + path + " was deleted; its writer has to stop");
    }

    private @Nullable Object identity() throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    private void failIfClosed() {
        if (closed) {
            throw new IllegalStateException("File " + path + " is closed");
        }
    }
}
