package io.durastream.bench.state;

import java.nio.file.Path;
import java.util.function.Function;

/** The kinds of files in a checkpoint directory. */
public final class CheckpointFiles {

    static final String BATCH_LOG = "batchLog";
    static final String CHANGELOG = "changelog";
    /** Manifests and tables of keyed state. */
    public static final String SNAPSHOTS = "snapshots";

    static final String OTHER = "other";

    private CheckpointFiles() {}

    /** {@return what tells the kind of a file by its path in the contender's checkpoint directory} */
    public static Function<Path, String> of(Contender contender) {
        return contender == Contender.DURASTREAM ? CheckpointFiles::durastream : path -> OTHER;
    }

    private static String durastream(Path path) {
        String name = path.toString();
        if (name.startsWith("batches/")) {
            return BATCH_LOG;
        }
        if (!name.startsWith("state/")) {
            return OTHER;
        }
        return name.contains("/changelog/") ? CHANGELOG : SNAPSHOTS;
    }
}
