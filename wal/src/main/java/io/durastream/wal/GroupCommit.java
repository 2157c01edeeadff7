package io.durastream.wal;

import io.durastream.storage.SealedException;
import io.durastream.storage.frame.Frame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Group commit without a thread: of the threads that want to append, one leads. It takes what is queued, makes it durable
 * with one flush while the others queue up behind it, and wakes them; one of those leads next.
 */
final class GroupCommit implements LogWriter {

    private final SegmentAppender segments;
    private final int groupBytes;

    /** Guards everything below between appending and closing threads; free while the leader does I/O. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition flushed = lock.newCondition();
    /** At most one append of each thread that is in {@link #append}. */
    private final Deque<Pending> queue = new ArrayDeque<>();

    private boolean leading;
    private boolean closed;
    /** Why this writer is of no more use: it was sealed, or met a failure that nobody foresaw. */
    private @Nullable Throwable ended;

    GroupCommit(SegmentAppender segments, int groupBytes) {
        this.segments = segments;
        this.groupBytes = groupBytes;
    }

    @Override
    public LogExtent append(ByteBuffer payload) throws IOException {
        Pending mine = new Pending(Frame.encode(FrameTypes.RECORD, payload));
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("The log writer is closed and takes no more appends");
            }
            queue.add(mine);
            while (!mine.settled) {
                if (leading) {
                    flushed.awaitUninterruptibly();
                } else {
                    lead();
                }
            }
        } finally {
            lock.unlock();
        }
        return mine.result();
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            closed = true;
            while (leading || !queue.isEmpty()) {
                flushed.awaitUninterruptibly();
            }
            if (ended == null) {
                segments.close();
            }
        } finally {
            lock.unlock();
        }
    }

    private void lead() {
        List<Pending> group = takeGroup();
        Throwable failure = ended;
        if (failure == null) {
            leading = true;
            lock.unlock();
            try {
                failure = write(group);
            } finally {
                lock.lock();
                leading = false;
            }
        }
        settle(group, failure);
        if (failure instanceof Error dead) {
            throw dead;
        }
    }

    private void settle(List<Pending> group, @Nullable Throwable failure) {
        if (failure != null && isFatal(failure)) {
            ended = failure;
        }
        for (Pending pending : group) {
            pending.failure = failure;
            pending.settled = true;
        }
        flushed.signalAll();
    }

    private static boolean isFatal(Throwable failure) {
        return failure instanceof SealedException || !(failure instanceof IOException);
    }

    private List<Pending> takeGroup() {
        List<Pending> group = new ArrayList<>();
        long bytes = 0;
        while (!queue.isEmpty()
                && (group.isEmpty() || bytes + queue.getFirst().frame.remaining() <= groupBytes)) {
            Pending next = queue.removeFirst();
            bytes += next.frame.remaining();
            group.add(next);
        }
        return group;
    }

    /** Outside of the lock. Returns why it failed, or null. */
    private @Nullable Throwable write(List<Pending> group) {
        try {
            List<LogExtent> extents =
                    segments.append(group.stream().map(pending -> pending.frame).toList());
            for (int i = 0; i < extents.size(); i++) {
                group.get(i).extent = extents.get(i);
            }
            return null;
        } catch (IOException | RuntimeException | Error e) {
            segments.abandon();
            return e;
        }
    }

    /** One append on its way; its fields belong to the leader until it is settled. */
    private static final class Pending {

        private final ByteBuffer frame;
        private @Nullable LogExtent extent;
        private @Nullable Throwable failure;
        private boolean settled;

        Pending(ByteBuffer frame) {
            this.frame = frame;
        }

        LogExtent result() throws IOException {
            if (extent != null) {
                return extent;
            }
            // A new exception for each caller: they throw it on threads of their own.
            if (failure instanceof SealedException sealed) {
                throw new SealedException(String.valueOf(sealed.getMessage()), sealed);
            }
            if (failure instanceof IOException io) {
                throw new IOException(io.getMessage(), io);
            }
            throw new IllegalStateException("The log writer cannot go on after: " + failure, failure);
        }
    }
}
