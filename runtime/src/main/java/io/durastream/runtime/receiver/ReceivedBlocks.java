package io.durastream.runtime.receiver;

import io.durastream.SourcePosition;
import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.InputRange;
import io.durastream.checkpoint.OperatorId;
import io.durastream.runtime.driver.InputSource;
import io.durastream.storage.Clock;
import io.durastream.storage.DamagedFileException;
import io.durastream.storage.Epoch;
import io.durastream.storage.StoragePath;
import io.durastream.wal.LogExtent;
import io.durastream.wal.LogPosition;
import io.durastream.wal.SealReport;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The driver's side of one receiver stream: what was received and not yet planned, and which receiver may report.
 *
 * <p>Keeps nothing durable. After a takeover it is made with the ranges that the batch log retains, and {@link #recover}
 * adds what stands behind them in the log; until that is done batches are planned without received data, and no
 * receiver is started.
 *
 * <p>Blocks are planned in the order in which they were accepted, which is the order of the log, so that one mark
 * ({@link ReceivedRange#through}) tells planned from unplanned. A batch takes them up to the first one that arrived
 * after its time. The arrival is what the receiver recorded, but no later than the report: a machine whose clock is
 * ahead delays nothing. While a backlog of received data is left from before a takeover, each batch takes no more than
 * the rate allows, so that neither the backlog nor what piles up behind it comes in one batch.
 *
 * <p>Guarded by its monitor: the batch thread plans, RPC threads report, a receiver's thread on the driver recovers.
 * Spark-free.
 */
public final class ReceivedBlocks implements InputSource {

    private final OperatorId id;
    private final int streamId;
    private final @Nullable ReceivedLog log;
    private final Epoch epoch;
    private final Clock clock;
    private final LongSupplier maxRecordsBehind;
    private final Consumer<List<ReceivedBlock>> forgotten;

    private final TreeMap<BatchTime, ReceivedRange> planned = new TreeMap<>();
    private final Deque<Unplanned> unplanned = new ArrayDeque<>();
    private ReceivedRange lastPlanned;
    private @Nullable LogPosition lastEnd;
    private @Nullable SourcePosition lastPosition;
    private boolean recovered;
    /** Whether something due is left of, or behind, what was recovered. */
    private boolean behind;

    private @Nullable DamagedFileException damage;
    private boolean closed;
    private long attempt;

    /**
     * @param log the stream's log; null when received data is in the memory of executors only
     * @param epoch the epoch of this driver
     * @param planned the ranges of this input that the batch log retains, the last one planned among them
     * @param maxRecordsBehind how many records a batch takes at most (but at least one block) until the backlog of the log
     *     is worked off; asked for each batch
     * @param forgotten is told of the blocks that no batch will ask for any more
     */
    public ReceivedBlocks(
            OperatorId id,
            int streamId,
            @Nullable ReceivedLog log,
            Epoch epoch,
            NavigableMap<BatchTime, InputRange> planned,
            LongSupplier maxRecordsBehind,
            Clock clock,
            Consumer<List<ReceivedBlock>> forgotten) {
        this.id = id;
        this.streamId = streamId;
        this.log = log;
        this.epoch = epoch;
        this.maxRecordsBehind = maxRecordsBehind;
        this.clock = clock;
        this.forgotten = forgotten;
        planned.forEach((time, range) -> this.planned.put(time, ReceivedRange.of(range)));
        this.lastPlanned = this.planned.isEmpty()
                ? ReceivedRange.empty()
                : this.planned.lastEntry().getValue();
        this.lastPosition = lastPlanned.lastPosition();
        this.lastEnd =
                lastPlanned.through() == null ? null : lastPlanned.through().endPosition();
        this.recovered = log == null;
    }

    @Override
    public OperatorId id() {
        return id;
    }

    /**
     * Ends the receivers of earlier epochs for good, and takes up what they had received. To be called once, beside the
     * batches; when it throws, again.
     *
     * @return what was sealed, and which torn tails were cut; empty when there is no log
     * @throws DamagedFileException when received data is damaged: trying again does not help, and no more batches are
     *     planned
     */
    public Optional<SealReport> recover() throws IOException {
        if (log == null) {
            return Optional.empty();
        }
        try {
            SealReport report = log.sealBefore(epoch);
            addRecovered(log.blocksAfter(through(), epoch, streamId));
            return Optional.of(report);
        } catch (DamagedFileException e) {
            stopPlanning(e);
            throw e;
        }
    }

    /** A new attempt of the receiver may report from now on, and no earlier one; empty while or when none may. */
    synchronized Optional<Attempt> startAttempt() {
        if (!recovered || closed) {
            return Optional.empty();
        }
        attempt++;
        return Optional.of(new Attempt(epoch, attempt, lastEnd, lastPosition));
    }

    /**
     * Takes a block into the next batches.
     *
     * @return whether it was taken; the block of an attempt that is over is not, and nothing of it may be acknowledged
     */
    synchronized boolean accept(long reportingAttempt, ReceivedBlock block) {
        if (closed || reportingAttempt != attempt) {
            return false;
        }
        add(new Unplanned(block, Math.min(block.arrivalMillis(), clock.wallMillis()), false));
        return true;
    }

    /** Whether the attempt is the one that may report. */
    synchronized boolean isCurrent(long reportingAttempt) {
        return !closed && reportingAttempt == attempt;
    }

    /** Takes no block any more. What was taken is planned on. */
    @Override
    public synchronized void close() {
        closed = true;
    }

    /** Throws the damage that {@link #recover} found: the application must not go on without what is lost. */
    @Override
    public synchronized InputRange plan(BatchTime time) throws DamagedFileException {
        if (damage != null) {
            throw damage;
        }
        List<ReceivedBlock> blocks = new ArrayList<>();
        long limit = behind ? maxRecordsBehind.getAsLong() : Long.MAX_VALUE;
        long records = 0;
        Unplanned next = unplanned.peek();
        while (next != null && next.arrivalMillis <= time.millis()) {
            records += Math.max(0, next.block.records());
            if (records > limit && !blocks.isEmpty()) {
                break;
            }
            blocks.add(next.block);
            unplanned.remove();
            next = unplanned.peek();
        }
        behind = behind && next != null && (next.arrivalMillis <= time.millis() || next.backlog);
        lastPlanned = lastPlanned.followedBy(blocks);
        planned.put(time, lastPlanned);
        return lastPlanned.toInput(id);
    }

    @Override
    public synchronized boolean hasUnplanned() {
        return !recovered || !unplanned.isEmpty();
    }

    /** The source position of the last durable block that has one, planned or not. */
    public synchronized Optional<SourcePosition> lastPosition() {
        return Optional.ofNullable(lastPosition);
    }

    /**
     * Forgets the batches before {@code retained}, and names the files of the log that nothing needs any more.
     *
     * @param retained the earliest batch whose range may still be read
     * @return in the order in which they may be deleted
     */
    public List<StoragePath> garbage(BatchTime retained) throws IOException {
        List<ReceivedBlock> gone = new ArrayList<>();
        LogPosition keepFrom;
        synchronized (this) {
            NavigableMap<BatchTime, ReceivedRange> old = planned.headMap(retained, false);
            old.values().forEach(range -> gone.addAll(range.blocks()));
            old.clear();
            keepFrom = recovered ? keepFrom() : null;
        }
        forgotten.accept(gone);
        return log == null || keepFrom == null ? List.of() : log.filesBefore(keepFrom);
    }

    private synchronized void stopPlanning(DamagedFileException found) {
        damage = found;
    }

    private synchronized @Nullable LogExtent through() {
        return lastPlanned.through();
    }

    private synchronized void addRecovered(List<ReceivedBlock> blocks) {
        if (recovered) {
            throw new IllegalStateException("Input " + id + " was recovered before");
        }
        // The order of the log wins over clocks that disagree: a block arrives no earlier than the one before it.
        long arrival = Long.MIN_VALUE;
        for (ReceivedBlock block : blocks) {
            arrival = Math.max(arrival, Math.min(block.arrivalMillis(), clock.wallMillis()));
            add(new Unplanned(block, arrival, true));
        }
        behind = !blocks.isEmpty();
        recovered = true;
    }

    private void add(Unplanned next) {
        unplanned.add(next);
        if (next.block.extent() != null) {
            lastEnd = next.block.end();
        }
        if (next.block.position() != null) {
            lastPosition = next.block.position();
        }
    }

    /** The first block that is needed. The last planned one always is: its end is where a recovery begins to read. */
    private @Nullable LogPosition keepFrom() {
        Stream<LogExtent> retained = planned.values().stream()
                .flatMap(range -> range.blocks().stream())
                .map(ReceivedBlock::extent)
                .flatMap(Stream::ofNullable);
        return Stream.concat(retained, Stream.ofNullable(lastPlanned.through()))
                .map(LogExtent::start)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private record Unplanned(ReceivedBlock block, long arrivalMillis, boolean backlog) {}

    /**
     * One start of the stream's receiver.
     *
     * @param number counted from 1 within the epoch
     * @param predecessor behind the last block that the stream has; null when it has none
     * @param lastPosition where the source stood with it, if known
     */
    record Attempt(
            Epoch epoch,
            long number,
            @Nullable LogPosition predecessor,
            @Nullable SourcePosition lastPosition) {}
}
