package io.durastream.recovery.process;

import io.durastream.checkpoint.BatchRecord;
import io.durastream.checkpoint.BatchRecord.Committed;
import io.durastream.checkpoint.LogEntry;
import io.durastream.checkpoint.LogTail;
import io.durastream.checkpoint.WriterId;
import io.durastream.storage.Clock;
import io.durastream.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Watches a batch log from outside for as long as drivers come and go: who leads, how far it is, and that only one commits. */
final class LogWatch implements AutoCloseable {

    private static final long POLL_MILLIS = 100;

    private final LogTail tail;
    private final Clock clock;
    private final Thread thread = new Thread(this::watch, "log-watch");

    /** What follows is guarded by this object's monitor: the thread writes, whoever asks reads. */
    private final EpochCheck epochs = new EpochCheck();

    private final List<String> failures = new ArrayList<>();
    private Seen seen = new Seen(0, WriterId.of("nobody"), 0, 0);
    private boolean closed;

    /**
     * What a batch log has at a moment.
     *
     * @param epoch the last one, 0 before the first
     * @param writer who began it
     * @param sequence the number of the last entry
     * @param committed the time of the last committed batch, 0 before the first
     */
    record Seen(long epoch, WriterId writer, long sequence, long committed) {

        /** The process of the leader. */
        long pid() {
            return Long.parseLong(writer.value().substring(0, writer.value().indexOf('-')));
        }
    }

    private LogWatch(Storage checkpoint, Clock clock) {
        this.tail = new LogTail(checkpoint);
        this.clock = clock;
    }

    /** Begins to watch. The storage is not closed. */
    static LogWatch start(Storage checkpoint, Clock clock) {
        LogWatch watch = new LogWatch(checkpoint, clock);
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        try {
            while (!isClosed()) {
                look();
                clock.sleep(POLL_MILLIS);
            }
        } catch (IOException | RuntimeException e) {
            fail("The batch log cannot be watched any more: " + e);
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private void look() throws IOException {
        for (LogEntry entry : tail.next()) {
            add(entry);
        }
    }

    private synchronized void add(LogEntry entry) {
        epochs.add(entry);
        long committed = seen.committed;
        for (BatchRecord batchRecord : entry.records()) {
            if (batchRecord instanceof Committed commit) {
                committed = commit.time().millis();
            }
        }
        seen = new Seen(entry.epoch().number(), entry.writer(), entry.sequence(), committed);
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void fail(String why) {
        failures.add(why);
    }

    synchronized Seen seen() {
        return seen;
    }

    /** What is wrong so far; empty when nothing is. */
    synchronized List<String> findings() {
        List<String> all = new ArrayList<>(failures);
        all.addAll(epochs.findings());
        return all;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        thread.interrupt();
    }
}
