package io.durastream.recovery.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** How far the workload has come, for somebody who asks often: reads each batch's input once. One thread. */
final class LedgerProgress {

    private final Path inputs;
    private final Map<Path, Integer> recordsOf = new HashMap<>();

    LedgerProgress(Path ledger) {
        this.inputs = ledger.resolve(Ledger.INPUT);
    }

    /** Batches of which the input was written. */
    int batches() {
        look();
        return recordsOf.size();
    }

    /** Records of those batches, each batch counted once. */
    long records() {
        look();
        return recordsOf.values().stream().mapToLong(Integer::intValue).sum();
    }

    private void look() {
        if (!Files.isDirectory(inputs)) {
            return;
        }
        try {
            for (Path batch : History.children(inputs)) {
                if (!recordsOf.containsKey(batch)) {
                    readNew(batch);
                }
            }
        } catch (IOException e) {
            throw new AssertionError("The ledger in " + inputs + " cannot be read", e);
        }
    }

    private void readNew(Path batch) throws IOException {
        for (Path file : History.children(batch)) {
            if (History.isComplete(file)) {
                try (Stream<String> lines = Files.lines(file)) {
                    recordsOf.put(batch, (int) lines.count());
                }
                return;
            }
        }
    }
}
