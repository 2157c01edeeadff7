package io.durastream.statestore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.rocksdb.Checkpoint;
import org.rocksdb.IngestExternalFileOptions;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/**
 * An open RocksDB that holds one state, and says which: see {@link Rows}. It only ever changes by whole files, each of
 * which takes it from one content to the next. Lives as long as somebody uses it: made with one use, and closed with the
 * last. Thread-safe.
 *
 * <p>After any failure the copy is not trusted any more: {@link #failed()}, and whoever owns it discards it.
 */
final class RocksInstance {

    private final LocalCopy copy;
    private final RocksResources resources;
    private final Options options;
    private final RocksDB db;
    private final AtomicInteger uses = new AtomicInteger(1);
    private final AtomicBoolean merges = new AtomicBoolean();
    // Set by the thread that sees a failure, read by the next one that wants the instance.
    private volatile boolean failed;
    private volatile boolean discard;

    private RocksInstance(RocksResources resources, LocalCopy copy, Options options, RocksDB db) {
        this.resources = resources;
        this.copy = copy;
        this.options = options;
        this.db = db;
    }

    static RocksInstance create(RocksResources resources, LocalCopy copy) {
        return open(resources, copy, true);
    }

    /** Opens what is there; an empty or damaged directory is refused. */
    static RocksInstance open(RocksResources resources, LocalCopy copy) {
        return open(resources, copy, false);
    }

    private static RocksInstance open(RocksResources resources, LocalCopy copy, boolean create) {
        // What an earlier process left to be merged waits until more is taken in: the first batches need the processor.
        Options options = resources.options(create).setDisableAutoCompactions(true);
        try {
            return new RocksInstance(
                    resources,
                    copy,
                    options,
                    RocksDB.open(options, copy.database().toString()));
        } catch (RocksDBException e) {
            options.close();
            throw new LocalStateException("Cannot open the local state in " + copy + ": " + e.getMessage(), e);
        }
    }

    LocalCopy copy() {
        return copy;
    }

    boolean failed() {
        return failed;
    }

    /** What it holds. */
    Span content() {
        try {
            return Rows.toHead(db.get(Rows.HEAD));
        } catch (RocksDBException e) {
            throw failure("read the head of", e);
        }
    }

    /** About how many rows it has; too many where it has several of a key. */
    long estimatedRows() {
        return property("rocksdb.estimate-num-keys");
    }

    /** Of its files, which are compressed. */
    long fileBytes() {
        return property("rocksdb.total-sst-files-size");
    }

    private long property(String name) {
        try {
            return db.getLongProperty(name);
        } catch (RocksDBException e) {
            throw failure("ask for " + name + " of", e);
        }
    }

    Row get(Bytes key) {
        try {
            return Rows.toRow(db.get(Rows.key(key)));
        } catch (RocksDBException e) {
            throw failure("read", e);
        }
    }

    /** Hands over the rows of all keys with a hash from {@code first} to {@code last}, unsigned, in order. */
    void scan(int first, int last, BiConsumer<Bytes, Row> target) {
        scanRows(
                Rows.firstWith(first),
                Rows.behind(last),
                (key, value) -> target.accept(Rows.toKey(key), Rows.toRow(value)));
    }

    /** Hands over the rows of timers with a time from {@code from} to before {@code to}, in order. */
    void scanTimers(long from, long to, BiConsumer<byte[], int[]> target) {
        scanRows(
                Rows.firstTimers(from), Rows.firstTimers(to), (key, value) -> target.accept(key, Rows.toHashes(value)));
    }

    private void scanRows(byte[] from, byte[] to, BiConsumer<byte[], byte[]> target) {
        try (Slice end = new Slice(to);
                ReadOptions read = new ReadOptions().setIterateUpperBound(end);
                RocksIterator rows = db.newIterator(read)) {
            for (rows.seek(from); rows.isValid(); rows.next()) {
                target.accept(rows.key(), rows.value());
            }
            rows.status();
        } catch (RocksDBException e) {
            throw failure("read", e);
        }
    }

    /** Begins a file of changes; it has no effect before it is {@linkplain #ingest ingested}. */
    RowsFile newFile() throws IOException {
        return new RowsFile(this, resources.fileOptions(), copy.changes());
    }

    /**
     * Drops all rows, if they are in one file: of several, one that is being merged would stay, and with it rows that a newer
     * one has removed. Who does not take in a file with all rows at once has a copy that is empty, and says so.
     */
    void dropRows() {
        try {
            if (db.getLiveFilesMetaData().size() == 1) {
                db.deleteFilesInRanges(db.getDefaultColumnFamily(), List.of(Rows.FIRST, Rows.LAST), true);
            }
        } catch (RocksDBException e) {
            throw failure("drop the rows of", e);
        }
    }

    /** Takes a file of changes in, all of it or nothing. */
    void ingest(Path file, long bytes) {
        try (IngestExternalFileOptions ingest = new IngestExternalFileOptions().setMoveFiles(true)) {
            db.ingestExternalFile(List.of(file.toString()), ingest);
            if (merges.compareAndSet(false, true)) {
                db.enableAutoCompaction(List.of(db.getDefaultColumnFamily()));
            }
        } catch (RocksDBException e) {
            throw failure("take new rows into", e);
        }
        resources.merging().tookIn(bytes);
    }

    /** Makes hard links to the content in the copy's checkpoint directory. */
    void checkpoint() throws IOException {
        Directories.delete(copy.checkpoint());
        try (Checkpoint checkpoint = Checkpoint.create(db)) {
            checkpoint.createCheckpoint(copy.checkpoint().toString());
        } catch (RocksDBException e) {
            throw failure("make a checkpoint of", e);
        }
    }

    /** Opens the checkpoint, because a snapshot that cannot be opened would be noticed when it is needed. */
    void verifyCheckpoint(Lineage expected) throws IOException {
        try (RocksDB checkpoint =
                RocksDB.openReadOnly(options, copy.checkpoint().toString())) {
            Span found = Rows.toHead(checkpoint.get(Rows.HEAD));
            if (!found.from().equals(expected)) {
                throw new IOException(
                        "The checkpoint of " + copy + " should begin with " + expected + ", but it holds " + found);
            }
        } catch (RocksDBException e) {
            throw failure("open the checkpoint of", e);
        }
    }

    void retain() {
        if (uses.getAndIncrement() < 1) {
            throw new IllegalStateException("The local state in " + copy + " is closed already");
        }
    }

    /** Ends a use; with the last one the instance is closed. */
    void release() {
        if (uses.decrementAndGet() > 0) {
            return;
        }
        db.close();
        options.close();
        if (discard) {
            try {
                Directories.delete(copy.directory());
            } catch (IOException e) {
                LocalDirectories.LOG.warn("Cannot delete the discarded local state in {}", copy, e);
            }
        }
    }

    /** Has the directory deleted when the last use ends. */
    void discardWhenReleased() {
        discard = true;
    }

    LocalStateException failure(String what, RocksDBException cause) {
        failed = true;
        return new LocalStateException(
                "Cannot " + what + " the local state in " + copy + ": " + cause.getMessage()
                        + ". It is given up; the next attempt restores the state from the checkpoint directory",
                cause);
    }
}
