package io.durastream.statestore;

import io.durastream.storage.StoragePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The directory of a local copy of a state:
 *
 * <pre>
 * db/           the RocksDB
 * checkpoint/   while a snapshot is uploaded: hard links to the files of db/
 * changes.sst   while it is written: what db/ will take in next
 * snapshot      the path of the snapshot that was made of this copy, or that it was made from, last: the files that it
 *               lists by their names in db/ are in the checkpoint directory already
 * </pre>
 */
record LocalCopy(Path directory) {

    private static final String SNAPSHOT = "snapshot";

    Path database() {
        return directory.resolve("db");
    }

    Path checkpoint() {
        return directory.resolve("checkpoint");
    }

    Path changes() {
        return directory.resolve("changes.sst");
    }

    void remember(StoragePath snapshot) throws IOException {
        Path temporary = directory.resolve(SNAPSHOT + ".new");
        Files.writeString(temporary, snapshot.value());
        Files.move(temporary, directory.resolve(SNAPSHOT), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Whether the copy remembers this snapshot; if it cannot tell, the next snapshot uploads everything. */
    boolean remembers(StoragePath snapshot) {
        try {
            return Files.readString(directory.resolve(SNAPSHOT)).equals(snapshot.value());
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
