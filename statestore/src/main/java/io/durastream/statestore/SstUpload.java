package io.durastream.statestore;

import io.durastream.statestore.SnapshotManifest.SstFile;
import io.durastream.storage.AppendFile;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** Copies a local file to the checkpoint directory, a chunk at a time. Owned by one thread at a time. */
final class SstUpload {

    private static final int CHUNK_BYTES = 256 << 10;

    private final Path file;
    private final StoragePath path;
    private final FileChannel source;
    private final AppendFile target;
    private final long bytes;
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);

    private SstUpload(Path file, StoragePath path, FileChannel source, AppendFile target) throws IOException {
        this.file = file;
        this.path = path;
        this.source = source;
        this.target = target;
        this.bytes = source.size();
    }

    /** @param path of the copy; there must be none yet */
    static SstUpload open(Storage storage, Path file, StoragePath path) throws IOException {
        FileChannel source = FileChannel.open(file, StandardOpenOption.READ);
        boolean opened = false;
        try {
            SstUpload upload = new SstUpload(file, path, source, storage.create(path));
            opened = true;
            return upload;
        } finally {
            if (!opened) {
                source.close();
            }
        }
    }

    /** Copies the next chunk, which is durable then. Returns how long it is. */
    int copyChunk() throws IOException {
        int read = source.read(chunk.clear());
        if (read < 0) {
            throw new EOFException(file + " should have " + bytes + " bytes, but ends after " + target.position());
        }
        crc.update(chunk.flip().duplicate());
        target.append(chunk);
        // Each chunk by itself: all at once would hold up whoever flushes a few bytes just then.
        target.flush();
        return read;
    }

    boolean isAtEnd() {
        return target.position() >= bytes;
    }

    /** Ends the copy. */
    SstFile end() throws IOException {
        target.close();
        source.close();
        return new SstFile(String.valueOf(file.getFileName()), path, target.position(), (int) crc.getValue());
    }

    /** Copies nothing more; what was copied is nobody's. */
    void abandon() {
        target.abandon();
        try {
            source.close();
        } catch (IOException e) {
            LocalDirectories.LOG.debug("Cannot close {}", file, e);
        }
    }
}
