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

    private final RocksInstance target;
    private final Options options;
    private final Path path;
    private final EnvOptions environment = new EnvOptions().setBytesPerSync(RocksResources.BYTES_PER_SYNC);
    private final SstFileWriter writer;

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
    void put(Bytes key, Row row) {
        if (row.isAbsent()) {
            delete(Rows.key(key));
        } else {
            put(Rows.key(key), Rows.row(row));
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

    /** Ends the file and has it taken in. */
    void ingest() {
        try {
            writer.finish();
            target.ingest(path, writer.fileSize());
        } catch (RocksDBException e) {
            throw target.failure("write new rows for", e);
        }
    }

    @Override
    public void close() {
        writer.close();
        environment.close();
        options.close();
    }
}
