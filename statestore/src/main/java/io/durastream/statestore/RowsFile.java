package io.durastream.statestore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.EnvOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileWriter;

/** A file of changes for a {@link RocksInstance}, written in the order of its keys. Owned by one thread at a time. */
final class RowsFile implements AutoCloseable {

    private static final int BUFFER_BYTES = 4 << 10;

    private final RocksInstance target;
    private final Options options;
    private final Path path;
    private final EnvOptions environment = new EnvOptions().setBytesPerSync(RocksResources.BYTES_PER_SYNC);
    private final SstFileWriter writer;
    /** When it is finished. */
    private long bytes;
    /** A row that fits is handed over here. */
    private final NativeBytes key = new NativeBytes(BUFFER_BYTES);

    private final NativeBytes value = new NativeBytes(BUFFER_BYTES);

    /** @param options closed with this */
    RowsFile(RocksInstance target, Options options, Path path) throws IOException {
        this.target = target;
        this.options = options;
        this.path = path;
        Files.deleteIfExists(path);
        this.writer = new SstFileWriter(environment, options);
        try {
            writer.open(path.toString());
        } catch (RocksDBException e) {
            close();
            throw target.failure("write new rows for", e);
        }
    }

    /** The row that a key has from now on; of an absent one: that it has none. */
    void put(StoredRow row) {
        if (row.isAbsent()) {
            delete(Rows.key(row.key()));
        } else if (Rows.keyBytes(row) > BUFFER_BYTES || Rows.rowBytes(row) > BUFFER_BYTES) {
            put(Rows.key(row.key()), Rows.row(row.row()));
        } else {
            Rows.putKey(row, key.clear());
            Rows.putRow(row, value.clear());
            putBuffers();
        }
    }

    private void putBuffers() {
        try {
            writer.put(key.written(), value.written());
        } catch (RocksDBException e) {
            throw target.failure("write new rows for", e);
        }
    }

    void put(byte[] key, byte[] value) {
        try {
            writer.put(key, value);
        } catch (RocksDBException e) {
            throw target.failure("write new rows for", e);
        }
    }

    void delete(byte[] key) {
        try {
            writer.delete(key);
        } catch (RocksDBException e) {
            throw target.failure("write new rows for", e);
        }
    }

    /** Nothing more is written. */
    void finish() {
        try {
            writer.finish();
            bytes = writer.fileSize();
        } catch (RocksDBException e) {
            throw target.failure("write new rows for", e);
        }
    }

    /** Has the finished file taken in. */
    void ingest() {
        target.ingest(path, bytes);
    }

    @Override
    public void close() {
        writer.close();
        environment.close();
        options.close();
        key.close();
        value.close();
    }
}
