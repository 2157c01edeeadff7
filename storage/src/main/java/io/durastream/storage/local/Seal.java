package io.durastream.storage.local;

import io.durastream.storage.DamagedFileException;
import io.durastream.storage.frame.Frame;
import io.durastream.storage.frame.FrameReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * What stands beside a data file {@code name} once it is sealed.
 *
 * <pre>
 *  .name.sealed   empty: no flush is acknowledged any more
 *  .name.length   one frame of type 127, 8 bytes of payload: the final length in bytes, big-endian
 * </pre>
 *
 * <p>Both are there for good, until the data file is deleted. {@link LocalStorage} argues why this fences.
 */
final class Seal {

    static final byte FRAME_TYPE = 127;

    private static final String MARKER_SUFFIX = ".sealed";
    private static final String LENGTH_SUFFIX = ".length";

    private final Path file;
    private final Path marker;
    private final Path length;

    Seal(Path file) {
        this.file = file;
        this.marker = file.resolveSibling("." + file.getFileName() + MARKER_SUFFIX);
        this.length = file.resolveSibling("." + file.getFileName() + LENGTH_SUFFIX);
    }

    /** The data file that a file of this name stands beside; the file itself when it belongs to no seal. */
    static Path dataFileOf(Path beside) {
        String name = String.valueOf(beside.getFileName());
        for (String suffix : new String[] {MARKER_SUFFIX, LENGTH_SUFFIX}) {
            if (name.startsWith(".") && name.endsWith(suffix)) {
                return beside.resolveSibling(name.substring(1, name.length() - suffix.length()));
            }
        }
        return beside;
    }

    /** Whether a sealer has begun: from then on nothing may be acknowledged. */
    boolean isBegun() {
        // Not exists(): when the answer cannot be had, nothing is acknowledged either.
        return !Files.notExists(marker);
    }

    /** The final length, once it is decided. */
    OptionalLong finalLength() throws IOException {
        if (Files.notExists(length)) {
            return OptionalLong.empty();
        }
        try (LocalReadFile content = LocalReadFile.uncut(length)) {
            FrameReader reader = new FrameReader(content, length.toString(), 0, Long.MAX_VALUE);
            if (reader.next() instanceof FrameReader.Read read
                    && read.frame().type() == FRAME_TYPE
                    && read.frame().payload().remaining() == Long.BYTES) {
                return OptionalLong.of(read.frame().payload().getLong());
            }
        }
        throw new DamagedFileException(length.toString(), 0, "expected one frame with a length");
    }

    /** Ends the file: see the three steps in {@link LocalStorage}. */
    long put(DurableFiles files) throws IOException {
        OptionalLong known = finalLength();
        if (known.isPresent()) {
            return known.getAsLong();
        }
        try {
            files.createNew(marker);
        } catch (FileAlreadyExistsException alreadyBegun) {
            // Somebody seals beside us, or died while sealing: what is left to do is the same.
        }
        long proposal = Files.size(file);
        files.sync(file);
        files.putIfAbsent(
                length,
                Frame.encode(FRAME_TYPE, ByteBuffer.allocate(Long.BYTES).putLong(0, proposal))
                        .array());
        return finalLength()
                .orElseThrow(() -> new IOException("File " + file + " was deleted while it was being sealed"));
    }

    void delete() throws IOException {
        Files.deleteIfExists(length);
        Files.deleteIfExists(marker);
    }
}
