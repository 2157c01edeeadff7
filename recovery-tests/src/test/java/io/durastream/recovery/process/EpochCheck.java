package io.durastream.recovery.process;

import io.durastream.checkpoint.BatchRecord;
import io.durastream.checkpoint.BatchRecord.Committed;
import io.durastream.checkpoint.BatchRecord.EpochStarted;
import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.LogEntry;
import io.durastream.checkpoint.WriterId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges the entries of a batch log in the order of their numbers: at no moment two epochs commit. One that was compacted
 * away before it was looked at says nothing. One thread.
 */
final class EpochCheck {

    private final List<String> findings = new ArrayList<>();
    private final Map<Long, WriterId> writers = new HashMap<>();
    private @Nullable LogEntry before;
    private @Nullable BatchTime committed;

    /** Looks at the next entry. */
    void add(LogEntry entry) {
        LogEntry last = before;
        if (last != null && entry.epoch().isBefore(last.epoch())) {
            findings.add(describe(entry) + " follows " + describe(last));
        }
        WriterId writer = writers.putIfAbsent(entry.epoch().number(), entry.writer());
        if (writer != null && !writer.equals(entry.writer())) {
            findings.add(describe(entry) + " is of the same epoch as entries of " + writer);
        }
        entry.records().forEach(batchRecord -> add(entry, batchRecord));
        before = entry;
    }

    private void add(LogEntry entry, BatchRecord batchRecord) {
        if (batchRecord instanceof EpochStarted started && !started.epoch().equals(entry.epoch())) {
            findings.add(describe(entry) + " begins epoch " + started.epoch());
        }
        if (batchRecord instanceof Committed commit) {
            BatchTime last = committed;
            if (last != null && commit.time().compareTo(last) <= 0) {
                findings.add(describe(entry) + " commits batch " + commit.time() + " after batch " + last);
            }
            committed = commit.time();
        }
    }

    private static String describe(LogEntry entry) {
        return "Entry " + entry.sequence() + " of epoch " + entry.epoch() + " by " + entry.writer();
    }

    /** What is wrong so far; empty when nothing is. */
    List<String> findings() {
        return List.copyOf(findings);
    }
}
