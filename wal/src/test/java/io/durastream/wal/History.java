package io.durastream.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.SealedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The oracle: what one writer was asked to append, what it acknowledged, and the check of what a reader finds. An entry
 * is tried again under its own name as long as the writer lives, as its users do.
 */
final class History {

    private final String writer;
    private final Set<String> attempted = new LinkedHashSet<>();
    private final Map<String, LogExtent> acknowledged = new HashMap<>();
    private boolean fenced;

    History(String writer) {
        this.writer = writer;
    }

    /** Appends {@code count} entries; ends early when the writer is sealed. */
    void append(LogWriter log, int count) {
        for (int i = 0; i < count && !fenced; i++) {
            append(log, writer + " entry " + i);
        }
    }

    private void append(LogWriter log, String entry) {
        attempted.add(entry);
        while (!fenced && !acknowledged.containsKey(entry)) {
            try {
                LogExtent extent = log.append(Logs.bytes(entry));
                acknowledged.put(entry, extent);
            } catch (SealedException e) {
                fenced = true;
            } catch (IOException e) {
                // Unknown: the caller tries again.
            }
        }
    }

    boolean fenced() {
        return fenced;
    }

    int acknowledgedCount() {
        return acknowledged.size();
    }

    List<String> attempted() {
        return new ArrayList<>(attempted);
    }

    String writer() {
        return writer;
    }

    /**
     * Every acknowledged entry once, where it was said to be; the others at most once; all in the order of the attempts.
     */
    List<LogEntry> check(SegmentedLog log) throws IOException {
        List<LogEntry> entries = Logs.entries(log, LogPosition.beginning(Logs.FIRST, writer));
        check(entries.stream().map(entry -> Logs.text(entry.payload())).toList());
        for (LogEntry entry : entries) {
            String text = Logs.text(entry.payload());
            LogExtent said = acknowledged.getOrDefault(text, entry.extent());
            assertEquals(said, entry.extent(), () -> text + " is not where it was acknowledged");
            assertEquals(text, Logs.text(log.read(entry.extent())));
            assertEquals(text, Logs.texts(log, entry.extent().start()).get(0));
        }
        return entries;
    }

    void check(List<String> found) {
        assertEquals(found.size(), new HashSet<>(found).size(), () -> "twice in " + found);
        assertTrue(
                found.containsAll(acknowledged.keySet()),
                () -> "acknowledged " + acknowledged.keySet() + " but found " + found);
        Iterator<String> order = attempted.iterator();
        for (String entry : found) {
            boolean inOrder = false;
            while (!inOrder && order.hasNext()) {
                inOrder = order.next().equals(entry);
            }
            assertTrue(inOrder, () -> "not in the order of " + attempted + ": " + found);
        }
    }
}
