package io.durastream.statestore;

import io.durastream.storage.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.rocksdb.RateLimiter;

/**
 * How fast RocksDB may merge files. Left alone it merges as fast as it can, and batches are slower for as long. Merging has
 * to keep up with the files that are taken in, and need not be faster: it writes less than they have, because it is put
 * off until there are several times as many bytes in new files as in the merged one. Thread-safe.
 */
final class MergeRate implements AutoCloseable {

    private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long LEAST = 4L << 20;
    /** Before anything is known. */
    private static final long FIRST = 64L << 20;

    private final Clock clock;
    private final RateLimiter limiter = new RateLimiter(FIRST);
    private final Deque<Taken> window = new ArrayDeque<>();
    private long bytes;

    private record Taken(long nanos, long bytes) {}

    MergeRate(Clock clock) {
        this.clock = clock;
    }

    RateLimiter limiter() {
        return limiter;
    }

    /** A file of this size was taken in. */
    synchronized void tookIn(long fileBytes) {
        long now = clock.nanoTime();
        window.addLast(new Taken(now, fileBytes));
        bytes += fileBytes;
        while (now - window.getFirst().nanos() > WINDOW_NANOS) {
            bytes -= window.removeFirst().bytes();
        }
        long nanos = now - window.getFirst().nanos();
        if (nanos > TimeUnit.SECONDS.toNanos(1)) {
            limiter.setBytesPerSecond(Math.max(LEAST, (long) (bytes * 1e9 / nanos)));
        }
    }

    @Override
    public void close() {
        limiter.close();
    }
}
