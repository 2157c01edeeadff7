package io.durastream.statestore;

import io.durastream.storage.Clock;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompactionOptionsUniversal;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

/**
 * What all RocksDB instances of a store share: one block cache, which also holds index blocks and filters, so that one
 * number bounds the native memory of all partitions together. Nothing is written through memtables.
 */
final class RocksResources implements AutoCloseable {

    private static final long MEMTABLE_BYTES = 64L << 10;
    /** The manifest travels inside every snapshot's manifest, so it is kept short. */
    private static final long MAX_ROCKS_MANIFEST_BYTES = 256L << 10;
    /** Each file of changes covers the whole range of hashes, so files are merged by size, not by range. */
    private static final int FILES_TO_MERGE = 4;

    /** Files go to the disk while they are written: all at once would hold up whoever flushes a few bytes just then. */
    static final long BYTES_PER_SYNC = 1 << 20;

    /** Of SST files: the newest that the RocksDB of a Spark distribution (9.8) reads too, where it comes before ours. */
    private static final int TABLE_FORMAT = 6;

    private static final double BLOOM_BITS = 10;

    private final Cache cache;
    private final BloomFilter bloom;
    private final CompactionOptionsUniversal compaction;
    private final Options options;
    private final MergeRate merging;

    RocksResources(long memoryBytes, Clock clock) {
        RocksDB.loadLibrary();
        merging = new MergeRate(clock);
        cache = new LRUCache(memoryBytes);
        bloom = new BloomFilter(BLOOM_BITS);
        compaction = new CompactionOptionsUniversal();
        options = new Options()
                .setParanoidChecks(true)
                .setWriteBufferSize(MEMTABLE_BYTES)
                .setCompactionStyle(CompactionStyle.UNIVERSAL)
                .setCompactionOptionsUniversal(compaction)
                .setLevel0FileNumCompactionTrigger(FILES_TO_MERGE)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setBytesPerSync(BYTES_PER_SYNC)
                .setMaxManifestFileSize(MAX_ROCKS_MANIFEST_BYTES)
                .setInfoLogLevel(InfoLogLevel.ERROR_LEVEL)
                .setKeepLogFileNum(1)
                .setStatsDumpPeriodSec(0)
                .setTableFormatConfig(new BlockBasedTableConfig()
                        .setFormatVersion(TABLE_FORMAT)
                        .setBlockCache(cache)
                        .setFilterPolicy(bloom)
                        .setCacheIndexAndFilterBlocks(true)
                        .setPinL0FilterAndIndexBlocksInCache(true));
    }

    /** A new set of options of a RocksDB, the caller's to close. */
    Options options(boolean createIfMissing) {
        return new Options(options).setCreateIfMissing(createIfMissing).setRateLimiter(merging.limiter());
    }

    /** A new set of options of a file for a RocksDB, the caller's to close. */
    Options fileOptions() {
        return new Options(options);
    }

    MergeRate merging() {
        return merging;
    }

    /** Only after every instance: RocksDB itself keeps what an instance still needs. */
    @Override
    public void close() {
        options.close();
        merging.close();
        compaction.close();
        bloom.close();
        cache.close();
    }
}
