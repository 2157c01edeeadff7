package io.durastream.storage.local;

import io.durastream.storage.ReadFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A file open for reading, cut at its sealed length. Not a {@code FileChannel}: that one closes itself for all its users
 * when the thread of one of them is interrupted, which is how Spark cancels tasks.
 */
final class LocalReadFile implements ReadFile {

    private static final int CHUNK = 1 << 20;

    private final RandomAccessFile file;
    private final @Nullable Seal seal;
    private OptionalLong finalLength = OptionalLong.empty();

    private LocalReadFile(Path path, @Nullable Seal seal) throws IOException {
        try {
            this.file = new RandomAccessFile(path.toFile(), "r");
        } catch (FileNotFoundException failed) {
            if (Files.notExists(path) || Files.isDirectory(path)) {
                throw failed;
            }
            // Java says "file not found" also when there are too many open files or the permission is missing.
            throw new IOException("Cannot open " + path, failed);
        }
        this.seal = seal;
    }

    static LocalReadFile open(Path path) throws IOException {
        return new LocalReadFile(path, new Seal(path));
    }

    /** A file that is never sealed. */
    static LocalReadFile uncut(Path path) throws IOException {
        return new LocalReadFile(path, null);
    }

    @Override
    public synchronized int read(long position, ByteBuffer target) throws IOException {
        if (position < 0) {
            throw new IllegalArgumentException("A position is at least 0, got " + position);
        }
        if (!target.hasRemaining()) {
            return 0;
        }
        long rest = length() - position;
        if (rest <= 0) {
            return -1;
        }
        int wanted = (int) Math.min(rest, target.remaining());
        file.seek(position);
        if (target.hasArray()) {
            int count = file.read(target.array(), target.arrayOffset() + target.position(), wanted);
            target.position(target.position() + Math.max(count, 0));
            return count;
        }
        byte[] copy = new byte[Math.min(wanted, CHUNK)];
        int count = file.read(copy);
        target.put(copy, 0, Math.max(count, 0));
        return count;
    }

    @Override
    public synchronized long length() throws IOException {
        if (finalLength.isEmpty() && seal != null) {
            finalLength = seal.finalLength();
        }
        return Math.min(file.length(), finalLength.orElse(Long.MAX_VALUE));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
