package io.durastream.statestore;

import io.durastream.statestore.SnapshotManifest.SstFile;
import io.durastream.storage.DamagedFileException;
import io.durastream.storage.ReadFile;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.storage.frame.Frame;
import io.durastream.storage.frame.FrameReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Manifest files: one frame of type 32 with this payload, big-endian; {@code text} is a length of 2 bytes and UTF-8:
 *
 * <pre>
 *  0        1          …           …         +8        …         …            …              …
 *  +--------+----------+-----------+---------+---------+------------+--------------+---------------+-------------
 *  | layout | operator | partition | version | lineage | key format | value format | n, n × rocks  | m, m × SST
 *  | 2      | text     | 4         | ms (8)  | text    | text       | text         | 4, file names | 4, files
 *  +--------+----------+-----------+---------+---------+------------+--------------+---------------+-------------
 *
 *  rocks: | name, text | length (4) | content |
 *  SST:   | RocksDB's name, text | path, text | bytes (8) | CRC32C of the content (4) |
 * </pre>
 */
final class SnapshotManifests {

    private static final byte LAYOUT = 2;

    private SnapshotManifests() {}

    /** The file's content. */
    static byte[] encode(SnapshotManifest manifest) {
        ByteBuffer payload = ByteBuffer.allocate(Math.toIntExact(size(manifest)));
        payload.put(LAYOUT);
        Texts.put(payload, manifest.id().operator());
        payload.putInt(manifest.id().partition());
        payload.putLong(manifest.version().batchMillis());
        Texts.put(payload, manifest.lineage().value());
        Texts.put(payload, manifest.format().keys());
        Texts.put(payload, manifest.format().values());
        payload.putInt(manifest.rocksFiles().size());
        manifest.rocksFiles().forEach((name, content) -> {
            Texts.put(payload, name);
            payload.putInt(content.length).put(content);
        });
        payload.putInt(manifest.sstFiles().size());
        for (SstFile file : manifest.sstFiles()) {
            Texts.put(payload, file.localName());
            Texts.put(payload, file.path().value());
            payload.putLong(file.bytes()).putInt(file.crc());
        }
        return Frame.encode(FrameTypes.SNAPSHOT_MANIFEST, payload.flip()).array();
    }

    private static long size(SnapshotManifest manifest) {
        long size = (long) Byte.BYTES
                + Texts.size(manifest.id().operator())
                + Integer.BYTES
                + Long.BYTES
                + Texts.size(manifest.lineage().value())
                + Texts.size(manifest.format().keys())
                + Texts.size(manifest.format().values())
                + 2 * Integer.BYTES;
        for (Map.Entry<String, byte[]> file : manifest.rocksFiles().entrySet()) {
            size += Texts.size(file.getKey()) + Integer.BYTES + file.getValue().length;
        }
        for (SstFile file : manifest.sstFiles()) {
            size += Texts.size(file.localName()) + Texts.size(file.path().value()) + Long.BYTES + Integer.BYTES;
        }
        return size;
    }

    /**
     * Reads a manifest that a reference names.
     *
     * @throws DamagedFileException when it is missing or not what was written
     */
    static SnapshotManifest read(Storage storage, StoragePath path) throws IOException {
        try (ReadFile file = storage.open(path)) {
            FrameReader frames = new FrameReader(file, path.value(), 0, Long.MAX_VALUE);
            if (frames.next() instanceof FrameReader.Read read
                    && read.frame().type() == FrameTypes.SNAPSHOT_MANIFEST
                    && frames.next() instanceof FrameReader.End) {
                return decode(path.value(), read.frame().payload());
            }
            throw new DamagedFileException(
                    path.value(), frames.position(), "expected exactly one whole frame, a snapshot's manifest");
        } catch (FileNotFoundException e) {
            throw new DamagedFileException(
                    path.value(), 0, "the file is missing, but it is the manifest of a snapshot that is referred to");
        }
    }

    /** Reads the content of a manifest file that may be anything. */
    static SnapshotManifest decode(String file, ByteBuffer payload) throws DamagedFileException {
        try {
            return decode(payload.duplicate());
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new DamagedFileException(file, Frame.HEADER_BYTES, "expected a snapshot's manifest: " + e);
        }
    }

    private static SnapshotManifest decode(ByteBuffer payload) {
        byte layout = payload.get();
        if (layout != LAYOUT) {
            throw new IllegalArgumentException(
                    "its layout is " + layout + " and not " + LAYOUT + "; a newer release may have written it");
        }
        StateId id = new StateId(Texts.get(payload), payload.getInt());
        StateVersion version = new StateVersion(payload.getLong());
        Lineage lineage = new Lineage(Texts.get(payload));
        StateFormat format = new StateFormat(Texts.get(payload), Texts.get(payload));
        Map<String, byte[]> rocksFiles = new TreeMap<>();
        for (int n = payload.getInt(); n > 0; n--) {
            String name = Texts.get(payload);
            byte[] content = new byte[payload.getInt()];
            payload.get(content);
            rocksFiles.put(name, content);
        }
        List<SstFile> sstFiles = new ArrayList<>();
        for (int n = payload.getInt(); n > 0; n--) {
            sstFiles.add(new SstFile(
                    Texts.get(payload), StoragePath.of(Texts.get(payload)), payload.getLong(), payload.getInt()));
        }
        return new SnapshotManifest(id, version, lineage, format, rocksFiles, sstFiles);
    }
}
