package io.durastream.statestore;

import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;

/** A RocksDB's content as it was at one moment. */
final class RocksSource implements Source {

    private final RocksInstance instance;
    private final RocksDB db;
    private final Snapshot snapshot;
    private final ReadOptions readOptions;
    private boolean closed;

    RocksSource(RocksInstance instance, RocksDB db) {
        this.instance = instance;
        this.db = db;
        this.snapshot = db.getSnapshot();
        this.readOptions = new ReadOptions().setSnapshot(snapshot);
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        try {
            return db.get(readOptions, Rows.value(key));
        } catch (RocksDBException e) {
            throw instance.failure("read", e);
        }
    }

    @Override
    public Cursor values() {
        return new RocksCursor(Rows.firstValue(), Rows.behindValues());
    }

    @Override
    public Cursor timers(long beforeMillis) {
        return new RocksCursor(Rows.firstIndex(), Rows.index(beforeMillis, new byte[0]));
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            readOptions.close();
            db.releaseSnapshot(snapshot);
            instance.release();
        }
    }

    private final class RocksCursor implements Cursor {

        private final Slice end;
        private final ReadOptions options;
        private final RocksIterator rows;

        RocksCursor(byte[] from, byte[] to) {
            end = new Slice(to);
            options = new ReadOptions(readOptions).setIterateUpperBound(end);
            rows = db.newIterator(options);
            rows.seek(from);
        }

        @Override
        public boolean isValid() {
            if (rows.isValid()) {
                return true;
            }
            try {
                rows.status();
                return false;
            } catch (RocksDBException e) {
                throw instance.failure("read", e);
            }
        }

        @Override
        public void next() {
            rows.next();
        }

        @Override
        public byte[] key() {
            byte[] row = rows.key();
            return row[0] == Rows.firstIndex()[0] ? Rows.keyOfIndex(row) : Rows.keyOfValue(row);
        }

        @Override
        public byte[] value() {
            return rows.value();
        }

        @Override
        public long time() {
            return Rows.timeOfIndex(rows.key());
        }

        @Override
        public void close() {
            rows.close();
            options.close();
            end.close();
        }
    }
}
