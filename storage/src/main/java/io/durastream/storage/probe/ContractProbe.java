package io.durastream.storage.probe;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.durastream.storage.AppendFile;
import io.durastream.storage.FileInfo;
import io.durastream.storage.ReadFile;
import io.durastream.storage.SealedException;
import io.durastream.storage.Storage;
import io.durastream.storage.Storage.PutResult;
import io.durastream.storage.StoragePath;
import io.durastream.storage.probe.StorageContractException.Property;
import io.durastream.storage.probe.StorageContractException.Violation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries out, at the start of an application, the properties of the port that depend on the file system. Works in a
 * directory of its own, {@code probe/<random>}, and deletes what it made; several applications may probe at once.
 *
 * <p>Sealing a file that has a writer takes HDFS up to a DataNode's heartbeat, 3 s by default. It is therefore tried
 * until it succeeds once: the empty file {@code probe/seal-holds} says that it did, and stays.
 *
 * <p>That the storage does not answer is no violation but an {@link IOException} of its own, and worth another try.
 */
public final class ContractProbe {

    static final StoragePath DIRECTORY = StoragePath.of("probe");
    static final StoragePath SEAL_HOLDS = DIRECTORY.resolve("seal-holds");

    private static final Logger LOG = LoggerFactory.getLogger(ContractProbe.class);
    private static final int FILES = 3;

    private final Storage storage;
    private final StoragePath directory;
    private final List<Violation> violations = new ArrayList<>();

    private ContractProbe(Storage storage, StoragePath directory) {
        this.storage = storage;
        this.directory = directory;
    }

    /**
     * Tries out all properties and collects what is violated.
     *
     * @throws StorageContractException when a property does not hold, naming each
     * @throws IOException when the storage does not answer
     */
    public static void check(Storage storage) throws IOException {
        byte[] id = new byte[8];
        new SecureRandom().nextBytes(id);
        ContractProbe probe =
                new ContractProbe(storage, DIRECTORY.resolve(HexFormat.of().formatHex(id)));
        try {
            probe.run();
        } finally {
            probe.cleanUp();
        }
    }

    private void run() throws IOException {
        probe(Property.PUT_IF_ABSENT_IS_ATOMIC, this::putIfAbsent);
        probe(Property.CREATE_DOES_NOT_OVERWRITE, this::create);
        probe(Property.FLUSHED_BYTES_ARE_VISIBLE, this::flush);
        probe(Property.LISTING_IS_CONSISTENT, this::list);
        if (!storage.list(DIRECTORY).stream().anyMatch(file -> file.path().equals(SEAL_HOLDS))) {
            probe(Property.SEALED_FILES_TAKE_NO_MORE_BYTES, this::seal);
        }
        if (!violations.isEmpty()) {
            throw new StorageContractException(storage.location(), violations);
        }
    }

    private interface Attempt {
        void run() throws IOException;
    }

    private void probe(Property property, Attempt attempt) throws IOException {
        try {
            attempt.run();
        } catch (UnsupportedOperationException unsupported) {
            violated(property, "the file system does not support it (" + unsupported.getMessage() + ")");
        } catch (IOException failure) {
            throw new IOException("Cannot find out whether " + property + " holds at " + storage.location(), failure);
        }
    }

    private void putIfAbsent() throws IOException {
        PutRace.run(storage, directory.resolve("put"))
                .ifPresent(seen -> violated(Property.PUT_IF_ABSENT_IS_ATOMIC, seen));
    }

    private void create() throws IOException {
        StoragePath path = directory.resolve("create");
        write(path, "first");
        try {
            storage.create(path).abandon();
        } catch (FileAlreadyExistsException refused) {
            return;
        }
        violated(Property.CREATE_DOES_NOT_OVERWRITE, "expected the second create of a file to be refused, it was not");
    }

    private void flush() throws IOException {
        StoragePath path = directory.resolve("flush");
        AppendFile file = storage.create(path);
        try {
            file.append(bytes("flushed"));
            file.flush();
            String seen = content(path);
            if (!seen.equals("flushed")) {
                violated(
                        Property.FLUSHED_BYTES_ARE_VISIBLE,
                        "expected a reader to see the 7 bytes that were flushed, it saw " + seen.length());
            }
        } finally {
            file.abandon();
        }
    }

    private void seal() throws IOException {
        StoragePath path = directory.resolve("seal");
        AppendFile file = storage.create(path);
        try {
            file.append(bytes("flushed"));
            file.flush();
            long length = storage.seal(path);
            boolean refused = isRefused(file);
            String seen = content(path);
            if (!refused) {
                violated(
                        Property.SEALED_FILES_TAKE_NO_MORE_BYTES,
                        "expected a flush after the seal to fail, it did not");
            } else if (!seen.equals("flushed") || length != seen.length()) {
                violated(
                        Property.SEALED_FILES_TAKE_NO_MORE_BYTES,
                        "expected the 7 flushed bytes after the seal, found " + seen.length() + " and a length of "
                                + length);
            } else {
                storage.putIfAbsent(SEAL_HOLDS, new byte[0]);
            }
        } finally {
            file.abandon();
        }
    }

    private static boolean isRefused(AppendFile file) throws IOException {
        try {
            file.append(bytes("late"));
            file.flush();
            return false;
        } catch (SealedException refused) {
            return true;
        }
    }

    private void list() throws IOException {
        StoragePath listed = directory.resolve("list");
        List<StoragePath> expected = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            StoragePath path = listed.resolve("file-" + i);
            storage.putIfAbsent(path, new byte[i]);
            expected.add(path);
            compare(listed, expected);
        }
        storage.delete(expected.remove(1));
        compare(listed, expected);
    }

    private void compare(StoragePath listed, List<StoragePath> expected) throws IOException {
        List<StoragePath> seen =
                storage.list(listed).stream().map(FileInfo::path).toList();
        if (!seen.equals(expected)) {
            violated(Property.LISTING_IS_CONSISTENT, "expected the files " + expected + ", the listing says " + seen);
        }
    }

    private void violated(Property property, String seen) {
        if (violations.stream().noneMatch(violation -> violation.property() == property)) {
            violations.add(new Violation(property, seen));
        }
    }

    private void cleanUp() {
        try {
            for (FileInfo file : storage.list(directory)) {
                storage.delete(file.path());
            }
        } catch (IOException failure) {
            LOG.warn("Cannot delete the probe's files at {}/{}", storage.location(), directory, failure);
        }
    }

    private void write(StoragePath path, String content) throws IOException {
        if (storage.putIfAbsent(path, content.getBytes(US_ASCII)) != PutResult.CREATED) {
            throw new IOException("Somebody else writes to the probe's directory " + directory);
        }
    }

    private String content(StoragePath path) throws IOException {
        try (ReadFile file = storage.open(path)) {
            return new String(file.readAll(), US_ASCII);
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }
}
