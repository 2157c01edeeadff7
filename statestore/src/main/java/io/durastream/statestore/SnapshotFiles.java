package io.durastream.statestore;

import io.durastream.statestore.SnapshotManifest.SstFile;
import io.durastream.storage.AppendFile;
import io.durastream.storage.DamagedFileException;
import io.durastream.storage.ReadFile;
import io.durastream.storage.Storage;
import io.durastream.storage.Storage.PutResult;
import io.durastream.storage.StoragePath;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * Carries snapshots between a local RocksDB checkpoint and the checkpoint directory:
 *
 * <pre>
 * state/&lt;operator&gt;/&lt;partition&gt;/sst/&lt;unique name&gt;.sst
 * state/&lt;operator&gt;/&lt;partition&gt;/snapshots/&lt;unique name&gt;.manifest
 * </pre>
 *
 * Names are never used twice, so whatever a crash leaves behind is a file that nobody refers to.
 */
final class SnapshotFiles {

    private static final int CHUNK_BYTES = 256 << 10;
    private static final String CURRENT = "CURRENT";
    private static final String MANIFEST = "MANIFEST-";
    private static final String SST = ".sst";

    private final Storage storage;
    private final StoragePath root;
    private final UniqueNames names;

    SnapshotFiles(Storage storage, StoragePath root, UniqueNames names) {
        this.storage = storage;
        this.root = root;
        this.names = names;
    }

    /**
     * Uploads what {@code known} does not have yet, then the manifest.
     *
     * @param checkpoint a RocksDB checkpoint of {@code content}
     * @param known SST files that are in the checkpoint directory already, by the names they have in this RocksDB
     */
    Uploaded upload(StateId id, StateRef content, Path checkpoint, Map<String, SstFile> known) throws IOException {
        Map<String, byte[]> rocksFiles = new TreeMap<>();
        List<SstFile> sstFiles = new ArrayList<>();
        for (Path file : Directories.children(checkpoint)) {
            String name = String.valueOf(file.getFileName());
            if (name.endsWith(SST)) {
                SstFile before = known.get(name);
                sstFiles.add(before != null ? before : upload(id, file, name));
            } else if (name.equals(CURRENT) || name.startsWith(MANIFEST)) {
                rocksFiles.put(name, Files.readAllBytes(file));
            }
        }
        SnapshotManifest manifest =
                new SnapshotManifest(id, content.version(), content.lineage(), content.format(), rocksFiles, sstFiles);
        StoragePath path = id.directory(root).resolve("snapshots").resolve(names.next() + ".manifest");
        if (storage.putIfAbsent(path, SnapshotManifests.encode(manifest)) != PutResult.CREATED) {
            throw new IllegalStateException("The name " + path + " was used before; instance names must be unique");
        }
        return new Uploaded(path, manifest);
    }

    private SstFile upload(StateId id, Path file, String localName) throws IOException {
        StoragePath path = id.directory(root).resolve("sst").resolve(names.next() + SST);
        AppendFile target = storage.create(path);
        try (FileChannel source = FileChannel.open(file, StandardOpenOption.READ)) {
            CRC32C crc = new CRC32C();
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
            while (source.read(chunk) >= 0) {
                chunk.flip();
                crc.update(chunk.duplicate());
                target.append(chunk);
                // Each chunk by itself: all at once would hold up whoever flushes a few bytes just then.
                target.flush();
                chunk.clear();
            }
            target.close();
            return new SstFile(localName, path, target.position(), (int) crc.getValue());
        } catch (IOException | RuntimeException e) {
            target.abandon();
            throw e;
        }
    }

    /** Reads a manifest, and checks that it is of the partition and format that the reference says. */
    SnapshotManifest manifest(StateId id, StoragePath path, StateFormat format) throws IOException {
        SnapshotManifest manifest = SnapshotManifests.read(storage, path);
        if (!manifest.id().equals(id) || !manifest.format().equals(format)) {
            throw new DamagedFileException(
                    path.value(),
                    0,
                    "expected a snapshot of " + id + " with " + format + ", found one of " + manifest.id() + " with "
                            + manifest.format());
        }
        return manifest;
    }

    /** Downloads a snapshot, several files at a time. The directory becomes a RocksDB with the last file, so a crash leaves none that opens. */
    void download(SnapshotManifest manifest, Path directory) throws IOException {
        Files.createDirectories(directory);
        Transfers.all(manifest.sstFiles(), file -> download(file, directory.resolve(file.localName())));
        for (Map.Entry<String, byte[]> file : manifest.rocksFiles().entrySet()) {
            if (!file.getKey().equals(CURRENT)) {
                Files.write(directory.resolve(file.getKey()), file.getValue());
            }
        }
        Files.write(directory.resolve(CURRENT), manifest.rocksFiles().getOrDefault(CURRENT, new byte[0]));
    }

    private void download(SstFile file, Path target) throws IOException {
        CRC32C crc = new CRC32C();
        long bytes = 0;
        try (ReadFile source = storage.open(file.path());
                FileChannel out = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
            while (source.read(bytes, chunk) >= 0) {
                chunk.flip();
                bytes += chunk.remaining();
                crc.update(chunk.duplicate());
                while (chunk.hasRemaining()) {
                    out.write(chunk);
                }
                chunk.clear();
            }
        } catch (FileNotFoundException e) {
            throw new DamagedFileException(
                    file.path().value(), 0, "the file is missing, but a snapshot that is referred to needs it");
        }
        if (bytes != file.bytes()) {
            throw new DamagedFileException(
                    file.path().value(),
                    Math.min(bytes, file.bytes()),
                    "expected " + file.bytes() + " bytes, found " + bytes);
        }
        if ((int) crc.getValue() != file.crc()) {
            throw new DamagedFileException(
                    file.path().value(), 0, "the checksum of the file's " + bytes + " bytes does not match");
        }
    }

    /** A snapshot in the checkpoint directory. */
    record Uploaded(StoragePath path, SnapshotManifest manifest) {

        Map<String, SstFile> byLocalName() {
            Map<String, SstFile> files = new TreeMap<>();
            manifest.sstFiles().forEach(file -> files.put(file.localName(), file));
            return files;
        }
    }
}
