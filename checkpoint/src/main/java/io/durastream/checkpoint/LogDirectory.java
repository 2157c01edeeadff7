package io.durastream.checkpoint;

import io.durastream.storage.DamagedFileException;
import io.durastream.storage.FileInfo;
import io.durastream.storage.Storage;
import io.durastream.storage.Storage.PutResult;
import io.durastream.storage.StoragePath;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of the batch log, each put as a whole and never changed.
 *
 * <pre>
 *  batches/&lt;sequence, 20 digits&gt;.entry      {@link EntryCodec}
 *  batches/&lt;sequence, 20 digits&gt;.snapshot   {@link SnapshotCodec}: the fold of the entries up to that one
 *  batches/compacted                      an empty frame of type {@value FrameTypes#COMPACTED}: entries were deleted, so
 *                                         there must be a snapshot; never deleted
 * </pre>
 */
final class LogDirectory {

    static final StoragePath PATH = StoragePath.of("batches");

    private static final StoragePath COMPACTED = PATH.resolve("compacted");
    private static final Pattern NUMBERED = Pattern.compile("(\\d{20})\\.(entry|snapshot)");

    private final Storage storage;

    LogDirectory(Storage storage) {
        this.storage = storage;
    }

    /**
     * What a listing showed. A listing is not a moment: files that came while it went on may be missing, and so may
     * files that a later one of those allowed to delete.
     */
    record Listing(NavigableSet<Long> entries, NavigableSet<Long> snapshots, boolean compacted) {

        OptionalLong newestSnapshot() {
            return snapshots.isEmpty() ? OptionalLong.empty() : OptionalLong.of(snapshots.last());
        }
    }

    Listing list() throws IOException {
        NavigableSet<Long> entries = new TreeSet<>();
        NavigableSet<Long> snapshots = new TreeSet<>();
        boolean compacted = false;
        for (FileInfo file : storage.list(PATH)) {
            Matcher numbered = NUMBERED.matcher(file.path().name());
            if (numbered.matches()) {
                boolean entry = numbered.group(2).equals("entry");
                (entry ? entries : snapshots).add(Long.parseLong(numbered.group(1)));
            }
            compacted |= file.path().equals(COMPACTED);
        }
        return new Listing(entries, snapshots, compacted);
    }

    PutResult put(LogEntry entry) throws IOException {
        return storage.putIfAbsent(entryPath(entry.sequence()), EntryCodec.encode(entry));
    }

    PutResult put(LogState snapshot) throws IOException {
        return storage.putIfAbsent(snapshotPath(snapshot.sequence()), SnapshotCodec.encode(snapshot));
    }

    void putCompacted() throws IOException {
        storage.putIfAbsent(COMPACTED, FrameFile.encode(FrameTypes.COMPACTED, ByteBuffer.allocate(0)));
    }

    LogEntry readEntry(long sequence) throws IOException {
        StoragePath path = entryPath(sequence);
        LogEntry entry = EntryCodec.decode(path, storage.read(path));
        failUnlessNamed(path, sequence, entry.sequence());
        return entry;
    }

    LogState readSnapshot(long sequence) throws IOException {
        StoragePath path = snapshotPath(sequence);
        LogState snapshot = SnapshotCodec.decode(path, storage.read(path));
        failUnlessNamed(path, sequence, snapshot.sequence());
        return snapshot;
    }

    /**
     * Whether the log is still built on {@code snapshot} (0 for none), which was its newest one when it was read: then no
     * entry behind it was ever deleted. Rule 4 of {@link BatchLog}.
     */
    boolean isBuiltOn(long snapshot) throws IOException {
        Listing listing = list();
        if (snapshot == 0) {
            return listing.newestSnapshot().isEmpty() && !listing.compacted();
        }
        return listing.newestSnapshot().equals(OptionalLong.of(snapshot)) && hasSnapshot(snapshot);
    }

    private boolean hasSnapshot(long sequence) throws IOException {
        try {
            storage.open(snapshotPath(sequence)).close();
            return true;
        } catch (FileNotFoundException e) {
            return false;
        }
    }

    void deleteEntry(long sequence) throws IOException {
        storage.delete(entryPath(sequence));
    }

    void deleteSnapshot(long sequence) throws IOException {
        storage.delete(snapshotPath(sequence));
    }

    String location() {
        return storage.location() + "/" + PATH;
    }

    static StoragePath entryPath(long sequence) {
        return PATH.resolve(String.format(Locale.ROOT, "%020d.entry", sequence));
    }

    static StoragePath snapshotPath(long sequence) {
        return PATH.resolve(String.format(Locale.ROOT, "%020d.snapshot", sequence));
    }

    private static void failUnlessNamed(StoragePath path, long expected, long found) throws IOException {
        if (expected != found) {
            throw new DamagedFileException(
                    path.value(), 0, "expected the sequence number of the file's name, found " + found);
        }
    }
}
