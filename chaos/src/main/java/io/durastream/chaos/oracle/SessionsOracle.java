package io.durastream.chaos.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How often each word was seen in its session, the words whose session timed out, and those that were removed. */
public final class SessionsOracle implements WorkloadOracle {

    /** Batches that a word may be idle; its session times out in the one after. */
    public static final int TIMEOUT_BATCHES = 4;

    /** At this number a word's session is removed. */
    public static final int REMOVED_AT = 40;

    private final Map<String, Session> sessions = new HashMap<>();
    private int batch;

    private record Session(long seen, int lastBatch) {}

    @Override
    public Optional<List<String>> after(long batchMillis, List<String> records) {
        batch++;
        List<String> said = new ArrayList<>();
        Tables.words(records).forEach((word, times) -> {
            for (long n = 0; n < times; n++) {
                said.add(batchMillis + "\t" + word + "\t" + see(word));
            }
        });
        sessions.entrySet().removeIf(session -> {
            boolean idle = session.getValue().lastBatch + TIMEOUT_BATCHES < batch;
            if (idle) {
                said.add(batchMillis + "\t" + session.getKey() + "\ttimed out at " + session.getValue().seen);
            }
            return idle;
        });
        said.sort(null);
        return Optional.of(said);
    }

    private String see(String word) {
        Session before = sessions.get(word);
        long seen = (before == null ? 0 : before.seen) + 1;
        if (seen == REMOVED_AT) {
            sessions.remove(word);
            return "removed";
        }
        sessions.put(word, new Session(seen, batch));
        return Long.toString(seen);
    }
}
