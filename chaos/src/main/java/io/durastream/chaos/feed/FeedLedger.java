package io.durastream.chaos.feed;

import io.durastream.storage.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the source knows: how much of its text has come into being, was sent, was acknowledged. Any thread. */
final class FeedLedger {

    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final double recordsPerSecond;
    private final Clock clock;
    private final List<String> violations = new ArrayList<>();

    private long records;
    private long startedNanos;
    private long sent;
    private long resent;
    private long acknowledged;
    private int connections;

    FeedLedger(long records, double recordsPerSecond, Clock clock) {
        this.records = records;
        this.recordsPerSecond = recordsPerSecond;
        this.clock = clock;
    }

    /**
     * A client connected and knows everything up to {@code durable} to be durable, which is an acknowledgement too.
     *
     * @return the first record to send: never one that was acknowledged before, for the source has forgotten those
     */
    synchronized long resume(long durable) throws ProtocolException {
        if (connections == 0) {
            startedNanos = clock.nanoTime();
        }
        connections++;
        acknowledge(durable);
        return acknowledged;
    }

    /** The number of records that have come into being: the source keeps its rate, whoever listens. */
    synchronized long arisen() {
        if (connections == 0) {
            return 0;
        }
        double seconds = (clock.nanoTime() - startedNanos) / NANOS_PER_SECOND;
        return Math.min(records, (long) (seconds * recordsPerSecond));
    }

    /** No more records come into being from now on. Returns how many there are. */
    synchronized long finish() {
        records = arisen();
        return records;
    }

    /** Records {@code from} (inclusive) to {@code to} (exclusive) go out. Called before they do, so that no acknowledgement overtakes it. */
    synchronized void sending(long from, long to) {
        resent += Math.max(0, Math.min(to, sent) - from);
        sent = Math.max(sent, to);
    }

    /** Everything up to {@code number} is durable at a client. */
    synchronized void acknowledge(long number) throws ProtocolException {
        if (number < -1 || number >= sent) {
            throw violation("acknowledged record " + number + ", but records before " + sent + " were sent so far");
        }
        acknowledged = Math.max(acknowledged, number + 1);
    }

    /** Keeps a client's mistake for the verdict. */
    synchronized ProtocolException violation(String what) {
        String message = "Client " + what;
        violations.add(message);
        return new ProtocolException(message);
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    synchronized FeedProgress progress() {
        return new FeedProgress(records, arisen(), sent, resent, acknowledged, connections);
    }
}
