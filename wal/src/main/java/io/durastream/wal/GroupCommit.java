package io.durastream.wal;

import io.durastream.storage.SealedException;
import io.durastream.storage.frame.Frame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Group commit without a thread: of the threads that want to append, the one at the head of the queue leads. It takes what
 * is queued, makes it durable with one flush while the others queue up behind it, wakes those whose appends it carried, and
 * names the next leader.
 *
 * <p>A thread waits for its own append alone and wakes without the lock, so that a group of 32 does not leave one after
 * the other.
 */
final class GroupCommit implements LogWriter {

    private final SegmentAppender segments;
    private final int groupBytes;

    /** Guards everything below between appending and closing threads; free while the leader does I/O. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition idle = lock.newCondition();
    /** At most one append of each thread that is in {@link #append}. */
    private final Deque<Pending> queue = new ArrayDeque<>();

    /** Whether a leader is at work or named; it has the segments to itself. */
    private boolean led;

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
        boolean leads = enqueue(mine);
        if (leads || mine.awaitLeadership()) {
            lead();
        }
        return mine.result();
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            closed = true;
            while (led) {
                idle.awaitUninterruptibly();
            }
            if (ended == null) {
                segments.close();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether the caller leads. */
    private boolean enqueue(Pending mine) {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("The log writer is closed and takes no more appends");
            }
            queue.add(mine);
            boolean leads = !led;
            led = true;
            return leads;
        } finally {
            lock.unlock();
        }
    }

    private void lead() {
        List<Pending> group = takeGroup();
        Throwable failure = ended == null ? write(group) : ended;
        group.forEach(pending -> pending.settle(failure));
        handOver(failure);
        if (failure instanceof Error dead) {
            throw dead;
        }
    }

    /**
     * After the group is woken: threads that append again at once are in the next group then. The other way round two groups
     * of half the size take turns, for twice as many flushes.
     */
    private void handOver(@Nullable Throwable failure) {
        lock.lock();
        try {
            if (failure != null && isFatal(failure)) {
                ended = failure;
            }
            if (queue.isEmpty()) {
                led = false;
                idle.signalAll();
            } else {
                queue.getFirst().appointLeader();
            }
        } finally {
            lock.unlock();
        }
    }

    private static boolean isFatal(Throwable failure) {
        return failure instanceof SealedException || !(failure instanceof IOException);
    }

    private List<Pending> takeGroup() {
        List<Pending> group = new ArrayList<>();
        long bytes = 0;
        lock.lock();
        try {
            while (!queue.isEmpty()
                    && (group.isEmpty() || bytes + queue.getFirst().frame.remaining() <= groupBytes)) {
                Pending next = queue.removeFirst();
                bytes += next.frame.remaining();
                group.add(next);
            }
        } finally {
            lock.unlock();
        }
        return group;
    }

    /** Returns why it failed, or null. */
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

    /** One append on its way; its fields belong to the leader until it wakes the thread whose append it is. */
    private static final class Pending {

        private final ByteBuffer frame;
        private final Semaphore woken = new Semaphore(0);
        private boolean leads;
        private @Nullable LogExtent extent;
        private @Nullable Throwable failure;

        Pending(ByteBuffer frame) {
            this.frame = frame;
        }

        /** Returns false when the append was settled by somebody else's lead. */
        boolean awaitLeadership() {
            woken.acquireUninterruptibly();
            return leads;
        }

        void appointLeader() {
            leads = true;
            woken.release();
        }

        void settle(@Nullable Throwable cause) {
            failure = cause;
            woken.release();
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
