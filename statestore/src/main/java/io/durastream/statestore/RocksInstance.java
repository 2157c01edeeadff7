package io.durastream.statestore;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Checkpoint;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;

/**
 * An open RocksDB that holds one state, whose lineage is written together with it. Lives as long as somebody uses it:
 * made with one use, and closed with the last. Written by one thread at a time; read by any, through {@link #source}.
 *
 * <p>After any failure the copy is not trusted any more: {@link #failed()}, and whoever owns it discards it.
 */
final class RocksInstance {

    /** A change is applied in batches of about this size, so that its native copy stays small. */
    private static final long BATCH_BYTES = 8L << 20;

    private final RocksResources resources;
    private final LocalCopy copy;
    private final Options options;
    private final RocksDB db;
    private final AtomicInteger uses = new AtomicInteger(1);
    // Set by the thread that sees a failure, read by the next one that wants the instance.
    private volatile boolean failed;
    private volatile boolean discard;
    /** Whether a timer was ever set: without one, no change needs to look for a timer to clear. */
    private boolean timers;

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
        Options options = resources.options(create);
        try {
            RocksDB db = RocksDB.open(options, copy.database().toString());
            RocksInstance instance = new RocksInstance(resources, copy, options, db);
            instance.lookForTimers();
            return instance;
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

    /** The lineage of the content; none while, or since, a change was only half applied. */
    Optional<Lineage> lineage() {
        try {
            return lineage(db);
        } catch (RocksDBException e) {
            throw failure("read the lineage of", e);
        }
    }

    private static Optional<Lineage> lineage(RocksDB db) throws RocksDBException {
        byte[] head = db.get(Rows.HEAD);
        if (head == null) {
            return Optional.of(Lineage.EMPTY);
        }
        return head.length == 0 ? Optional.empty() : Optional.of(new Lineage(new String(head, StandardCharsets.UTF_8)));
    }

    /**
     * Applies changes, and sets the lineage together with the last of them. Without a lineage there is more to come, and
     * until then the content has none.
     */
    void apply(Iterable<Map.Entry<Bytes, Change>> changes, @Nullable Lineage lineage) {
        try (WriteBatch batch = new WriteBatch()) {
            for (Map.Entry<Bytes, Change> entry : changes) {
                add(batch, entry.getKey().array(), entry.getValue());
                if (batch.getDataSize() > BATCH_BYTES) {
                    batch.put(Rows.HEAD, new byte[0]);
                    db.write(resources.writeOptions(), batch);
                    batch.clear();
                }
            }
            batch.put(Rows.HEAD, lineage == null ? new byte[0] : lineage.value().getBytes(StandardCharsets.UTF_8));
            db.write(resources.writeOptions(), batch);
        } catch (RocksDBException e) {
            throw failure("write to", e);
        }
    }

    private void add(WriteBatch batch, byte[] key, Change change) throws RocksDBException {
        if (change.touchesValue()) {
            byte[] value = change.resultingValue();
            if (value == null) {
                batch.delete(Rows.value(key));
            } else {
                batch.put(Rows.value(key), value);
            }
        }
        if (change.touchesTimer()) {
            clearTimer(batch, key);
            if (change.timerChange() == Change.Kind.SET) {
                timers = true;
                batch.put(Rows.timer(key), Rows.time(change.timer()));
                batch.put(Rows.index(change.timer(), key), new byte[0]);
            }
        }
    }

    private void clearTimer(WriteBatch batch, byte[] key) throws RocksDBException {
        if (!timers) {
            return;
        }
        byte[] time = db.get(Rows.timer(key));
        if (time != null) {
            batch.delete(Rows.timer(key));
            batch.delete(Rows.index(Rows.time(time), key));
        }
    }

    private void lookForTimers() {
        try (Slice end = new Slice(Rows.behindTimers());
                ReadOptions read = new ReadOptions().setIterateUpperBound(end);
                RocksIterator rows = db.newIterator(read)) {
            rows.seek(Rows.firstTimer());
            rows.status();
            timers = rows.isValid();
        } catch (RocksDBException e) {
            release();
            throw failure("read", e);
        }
    }

    /** The content as it is now, unaffected by what is applied later. Counts as a use until it is closed. */
    Source source() {
        retain();
        return new RocksSource(this, db);
    }

    /** Writes what is in memory to the disk; while it does, others may read and write. */
    void flush() {
        try {
            db.flush(resources.flushOptions());
        } catch (RocksDBException e) {
            throw failure("flush", e);
        }
    }

    /** Makes hard links to the content in the copy's checkpoint directory; flushes what is in memory first. */
    void checkpoint() throws IOException {
        Directories.delete(copy.checkpoint());
        try (Checkpoint checkpoint = Checkpoint.create(db)) {
            checkpoint.createCheckpoint(copy.checkpoint().toString());
        } catch (RocksDBException e) {
            throw failure("make a checkpoint of", e);
        }
    }

    /** Opens the checkpoint, because a snapshot that cannot be opened would be noticed when it is needed. */
    void verifyCheckpoint(Lineage expected) {
        try (RocksDB checkpoint =
                RocksDB.openReadOnly(options, copy.checkpoint().toString())) {
            if (!lineage(checkpoint).equals(Optional.of(expected))) {
                throw new IllegalStateException("The checkpoint of " + copy + " should have lineage " + expected
                        + ", but has " + lineage(checkpoint));
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
