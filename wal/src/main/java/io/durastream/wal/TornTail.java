package io.durastream.wal;

import io.durastream.storage.StoragePath;

/**
 * Bytes at the end of a dead writer's last segment that are no whole frame: an append that was never acknowledged.
 *
 * @param file the segment
 * @param offset where the tail begins
 * @param bytes how long it is
 */
public record TornTail(StoragePath file, long offset, long bytes) {

    @Override
    public String toString() {
        return "cut " + bytes + " bytes of an unfinished append off " + file + " at offset " + offset;
    }
}
