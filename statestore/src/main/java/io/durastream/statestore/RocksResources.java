package io.durastream.statestore;

import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.FlushOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;
import org.rocksdb.WriteOptions;

/**
 * What all RocksDB instances of a store share: one block cache, which also holds index blocks and filters and is charged
 * with the memtables, so that one number bounds the native memory of all partitions together.
 */
final class RocksResources implements AutoCloseable {

    /** The part of the memory that memtables may take; the rest caches blocks. */
    private static final long MEMTABLE_SHARE = 4;

    private static final long MAX_MEMTABLE_BYTES = 16L << 20;
    /** The manifest travels inside every snapshot's manifest, so it is kept short. */
    private static final long MAX_ROCKS_MANIFEST_BYTES = 256L << 10;

    private static final double BLOOM_BITS = 10;

    private final Cache cache;
    private final WriteBufferManager memtables;
    private final BloomFilter bloom;
    private final Options options;
    private final WriteOptions writeOptions;
    private final FlushOptions flushOptions;

    RocksResources(long memoryBytes) {
        RocksDB.loadLibrary();
        cache = new LRUCache(memoryBytes);
        memtables = new WriteBufferManager(memoryBytes / MEMTABLE_SHARE, cache);
        bloom = new BloomFilter(BLOOM_BITS);
        options = new Options()
                .setParanoidChecks(true)
                .setWriteBufferManager(memtables)
                .setWriteBufferSize(Math.min(MAX_MEMTABLE_BYTES, memoryBytes / MEMTABLE_SHARE))
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setMaxManifestFileSize(MAX_ROCKS_MANIFEST_BYTES)
                .setInfoLogLevel(InfoLogLevel.ERROR_LEVEL)
                .setKeepLogFileNum(1)
                .setStatsDumpPeriodSec(0)
                .setTableFormatConfig(new BlockBasedTableConfig()
                        .setBlockCache(cache)
                        .setFilterPolicy(bloom)
                        .setCacheIndexAndFilterBlocks(true)
                        .setPinL0FilterAndIndexBlocksInCache(true));
        // The changelog is the write-ahead log.
        writeOptions = new WriteOptions().setDisableWAL(true);
        flushOptions = new FlushOptions().setWaitForFlush(true);
    }

    /** A new set of options, the caller's to close. */
    Options options(boolean createIfMissing) {
        return new Options(options).setCreateIfMissing(createIfMissing);
    }

    WriteOptions writeOptions() {
        return writeOptions;
    }

    FlushOptions flushOptions() {
        return flushOptions;
    }

    /** Only after every instance: RocksDB itself keeps what an instance still needs. */
    @Override
    public void close() {
        flushOptions.close();
        writeOptions.close();
        options.close();
        bloom.close();
        memtables.close();
        cache.close();
    }
}
