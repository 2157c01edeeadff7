package io.durastream.recovery.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** How far the workload has come, for somebody who asks often: looks at each batch once. One thread. */
final class LedgerProgress {

    private final Path inputs;
    private final Set<Path> seen = new HashSet<>();

    LedgerProgress(Path ledger) {
        this.inputs = ledger.resolve(Ledger.INPUT);
    }

    /** Batches of which the input was written. */
    int batches() {
        look();
        return seen.size();
    }

    /** The time of the last batch of which the input was written; 0 before there is one. */
    long lastBatchMillis() {
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
            throw new AssertionError("The ledger in " + inputs + " cannot be read", e);
        }
    }

    private static boolean isWritten(Path batch) throws IOException {
        return History.children(batch).stream().anyMatch(History::isComplete);
    }
}
