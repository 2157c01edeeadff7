package io.durastream.chaos.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** How far the workload has come, for somebody who asks often: looks at each batch once. One thread. */
public final class LedgerProgress {

    private final Path inputs;
    private final Set<Path> seen = new HashSet<>();

    /** Of the ledger in that directory, which need not exist yet. */
    public LedgerProgress(Path ledger) {
        this.inputs = ledger.resolve(Ledger.INPUT);
    }

    /** Batches of which the input was written. */
    public int batches() {
        look();
        return seen.size();
    }

    /** The time of the last batch of which the input was written; 0 before there is one. */
    public long lastBatchMillis() {
        look();
        return seen.stream()
                .mapToLong(batch -> Long.parseLong(batch.getFileName().toString()))
                .max()
                .orElse(0);
    }

    private void look() {
        if (!Files.isDirectory(inputs)) {
            return;
        }
        try {
            for (Path batch : History.children(inputs)) {
                if (!seen.contains(batch) && isWritten(batch)) {
                    seen.add(batch);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The ledger in " + inputs + " cannot be read", e);
        }
    }

    private static boolean isWritten(Path batch) throws IOException {
        return History.children(batch).stream().anyMatch(History::isComplete);
    }
}
