package io.durastream.chaos.feed;

import io.durastream.storage.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.LongStream;

/** A thread that takes a text at a rate, some lines at a time, and gives them to somewhere. */
final class Drip {

    private static final double MILLIS_PER_SECOND = 1_000;

    private final Text text;
    private final int lines;
    private final long pauseMillis;
    private final Into into;
    private final Clock clock;
    private final Thread thread;
    private volatile boolean ended;
    /** Written by the thread, read when it has ended. */
    private long given;

    /** Takes some lines. */
    interface Into {
        void give(long first, List<String> lines) throws IOException;
    }

    /**
     * Begins.
     *
     * @param pauseMillis from one portion to the next
     */
    Drip(Text text, double recordsPerSecond, long pauseMillis, Into into, Clock clock) {
        this.text = text;
        this.lines = (int) Math.max(1, recordsPerSecond * pauseMillis / MILLIS_PER_SECOND);
        this.pauseMillis = pauseMillis;
        this.into = into;
        this.clock = clock;
        this.thread = new Thread(this::run, "drip");
        thread.setDaemon(true);
        thread.start();
    }

    long finish() throws InterruptedException {
        ended = true;
        thread.join();
        return given;
    }

    private void run() {
        try {
            while (!ended && given < text.records()) {
                long end = Math.min(given + lines, text.records());
                into.give(
                        given, LongStream.range(given, end).mapToObj(text::line).toList());
                given = end;
                clock.sleep(pauseMillis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException("The text cannot go on at line " + given, e);
        }
    }

    void close() {
        ended = true;
        thread.interrupt();
    }
}
