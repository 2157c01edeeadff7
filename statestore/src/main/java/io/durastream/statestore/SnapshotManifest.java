package io.durastream.statestore;

import io.durastream.storage.StoragePath;
import java.util.List;
import java.util.Map;

/**
 * What a snapshot consists of: the SST files in the checkpoint directory, and RocksDB's own small files word for word.
 *
 * @param lineage the identity of the content
 * @param rocksFiles the content of RocksDB's CURRENT and MANIFEST by file name
 */
record SnapshotManifest(
        StateId id,
        StateVersion version,
        Lineage lineage,
        StateFormat format,
        Map<String, byte[]> rocksFiles,
        List<SstFile> sstFiles) {

    /**
     * An SST file.
     *
     * @param localName what RocksDB calls it
     * @param path where it is in the checkpoint directory
     * @param bytes its length
     * @param crc the CRC32C of its content
     */
    record SstFile(String localName, StoragePath path, long bytes, int crc) {}
}
