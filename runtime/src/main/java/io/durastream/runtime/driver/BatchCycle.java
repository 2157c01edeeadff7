package io.durastream.runtime.driver;

import io.durastream.checkpoint.BatchLog;
import io.durastream.checkpoint.BatchRecord;
import io.durastream.checkpoint.BatchState;
import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.Cleaner;
import io.durastream.checkpoint.CommitOutcome;
import io.durastream.checkpoint.InputRange;
import io.durastream.storage.Clock;
import io.durastream.storage.DamagedFileException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The life of a leading driver: execute what was planned and not committed, then for every batch time wait, plan, make
 * the plan durable, execute, commit.
 *
 * <p>Nothing of a batch can be seen outside before its plan is durable, so a batch that is executed again, by whomever,
 * reads the same. A commit travels in one entry with the next plan where that is due soon. The first append that finds
 * a higher epoch ends the cycle with a {@link FencedException}, and nothing after it touches the outside.
 *
 * <p>Owned by one thread, which calls {@link #run()}; only {@link #stop} may come from others.
 */
public final class BatchCycle {

    /** How a cycle is told to end. */
    public enum Stop {
        /** Goes on. */
        NO,
        /** Ends when the batches that were due are done, and every input has planned all that it received. */
        GRACEFULLY,
        /** Ends before the next batch. */
        NOW
    }

    /** What is appended only to learn whether this driver still leads. */
    private static final BatchRecord NOTHING = new BatchRecord.Retired(List.of());

    private final BatchLog log;
    private final BatchGrid grid;
    private final List<InputSource> inputs;
    private final BatchRunner runner;
    private final Retention retention;
    private final Housekeeping housekeeping;
    private final BatchTimer timer;
    private final Clock clock;
    private final CycleListener listener;
    private final CycleOptions options;
    private final RecoveryLedger ledger;

    private @Nullable Executed uncommitted;

    /** Written by whoever stops the application, read by the batch thread. */
    private volatile Stop stop = Stop.NO;

    /** The wall time of the first stop; batches that are due by then are a part of a graceful end. */
    private volatile long stoppedAt;

    /** @param chores runs what is not urgent, such as deleting files: one task after the other, beside the batches */
    public BatchCycle(
            BatchLog log,
            Cleaner cleaner,
            BatchGrid grid,
            List<InputSource> inputs,
            BatchRunner runner,
            Retention retention,
            BatchTimer timer,
            Clock clock,
            CycleListener listener,
            Executor chores,
            CycleOptions options) {
        this.log = log;
        this.grid = grid;
        this.inputs = List.copyOf(inputs);
        this.runner = runner;
        this.retention = retention;
        this.housekeeping = new Housekeeping(log, cleaner, retention, clock, listener, chores, options);
        this.timer = timer;
        this.clock = clock;
        this.listener = listener;
        this.options = options;
        this.ledger = new RecoveryLedger(log.epoch(), clock);
    }

    /**
     * Asks the cycle to end; it does after the batch at hand, or, gracefully, after the batches that are due and all input
     * received.
     */
    public void stop(Stop how) {
        if (stop == Stop.NO) {
            stoppedAt = clock.wallMillis();
        }
        stop = how;
        timer.wake();
    }

    /**
     * Runs batches until told to stop. All that was executed is committed when this returns normally.
     *
     * @throws FencedException another driver has taken over
     * @throws BatchFailedException a batch failed for good; it stays planned
     * @throws DamagedFileException what is to be read next is damaged: no waiting helps
     */
    public void run() throws FencedException, BatchFailedException, DamagedFileException, InterruptedException {
        executePending();
        BatchTime next = firstToPlan();
        // Who waits for this driver to take over waits for its first commit.
        boolean lingers = false;
        while (awaitDue(next)) {
            List<InputRange> plan = plan(next);
            if (stop == Stop.NOW) {
                break;
            }
            append(new BatchRecord.Planned(next, plan));
            listener.planned(next, plan, false);
            execute(next, plan);
            next = grid.after(next);
            if (!lingers || clock.wallMillis() + options.commitLingerMillis() < next.millis()) {
                commit();
                lingers = true;
            }
            housekeeping.keep();
        }
        commit();
    }

    private boolean awaitDue(BatchTime next) throws InterruptedException {
        return timer.awaitDue(next.millis(), () -> mayEndBefore(next)) && !mayEndBefore(next);
    }

    private boolean mayEndBefore(BatchTime next) {
        return switch (stop) {
            case NO -> false;
            case NOW -> true;
            case GRACEFULLY -> stoppedAt < next.millis() && inputs.stream().noneMatch(InputSource::hasUnplanned);
        };
    }

    private void executePending() throws FencedException, BatchFailedException, InterruptedException {
        for (Map.Entry<BatchTime, BatchState> found : log.state().batches().entrySet()) {
            if (stop == Stop.NOW) {
                return;
            }
            if (!found.getValue().committed()) {
                List<InputRange> plan = found.getValue().inputs();
                listener.planned(found.getKey(), plan, true);
                execute(found.getKey(), plan);
                commit();
                housekeeping.keep();
            }
        }
    }

    private BatchTime firstToPlan() {
        return log.state().lastPlanned().map(grid::after).orElseGet(grid::first);
    }

    private List<InputRange> plan(BatchTime time) throws DamagedFileException, FencedException, InterruptedException {
        List<InputRange> ranges = new ArrayList<>();
        for (InputSource input : inputs) {
            BackOff backOff = new BackOff();
            InputRange range = null;
            while (range == null && stop != Stop.NOW) {
                try {
                    range = input.plan(time);
                } catch (DamagedFileException e) {
                    // To a driver that was fenced, what its successor deleted looks like damage: the log knows better.
                    append(NOTHING);
                    throw e;
                } catch (IOException e) {
                    listener.waiting("planning batch " + time + " of input " + input.id(), e);
                    backOff.pause();
                }
            }
            if (range != null) {
                ranges.add(range);
            }
        }
        return ranges;
    }

    private void execute(BatchTime time, List<InputRange> plan) throws BatchFailedException, InterruptedException {
        int failures = 0;
        BackOff backOff = new BackOff();
        while (uncommitted == null) {
            try {
                uncommitted = new Executed(time, plan, runner.run(time, plan));
                listener.executed(time);
            } catch (InterruptedException e) {
                throw e;
            } catch (UnavailableException e) {
                if (stop == Stop.NOW) {
                    throw new InterruptedException("Stopped while batch " + time + " waited: " + e.getMessage());
                }
                listener.waiting("executing batch " + time, e);
                backOff.pause();
            } catch (Exception e) {
                failures++;
                if (failures > options.maxBatchRetries() || stop == Stop.NOW) {
                    listener.failed(time, e);
                    throw new BatchFailedException(time, failures, e);
                }
                listener.retrying(time, failures, e);
                backOff.pause();
            }
        }
    }

    private void commit() throws FencedException, InterruptedException {
        if (uncommitted != null) {
            append();
        }
    }

    /** Appends the commit that waits, if any, together with {@code records}, and says that it is committed. */
    private void append(BatchRecord... records) throws FencedException, InterruptedException {
        List<BatchRecord> entry = new ArrayList<>();
        Executed executed = uncommitted;
        if (executed != null) {
            entry.add(executed.toRecord(retention));
            entry.addAll(ledger.committing(executed.time, grid.after(executed.time)));
        }
        entry.addAll(List.of(records));
        Optional<BatchRecord.Retired> retired = housekeeping.toAuthorise();
        retired.ifPresent(entry::add);
        CommitOutcome.Committed committed = appendUntilDecided(entry);
        retired.ifPresent(files -> housekeeping.authorised(files, committed));
        if (executed != null) {
            uncommitted = null;
            executed.plan.forEach(range -> inputs.stream()
                    .filter(input -> input.id().equals(range.input()))
                    .forEach(input -> input.committed(executed.time, range)));
            retention.committed(log.state());
            listener.committed(executed.time);
        }
    }

    private CommitOutcome.Committed appendUntilDecided(List<BatchRecord> entry)
            throws FencedException, InterruptedException {
        BackOff backOff = new BackOff();
        CommitOutcome outcome = log.append(entry);
        while (outcome instanceof CommitOutcome.Unknown unknown) {
            if (stop == Stop.NOW) {
                throw new InterruptedException("Stopped before the outcome of an append was known");
            }
            listener.waiting("the outcome of an append to the batch log", unknown.cause());
            backOff.pause();
            outcome = log.append(entry);
        }
        if (outcome instanceof CommitOutcome.Committed committed) {
            return committed;
        }
        throw new FencedException(log.epoch(), ((CommitOutcome.Fenced) outcome).by());
    }

    private record Executed(BatchTime time, List<InputRange> plan, BatchRunner.Result result) {

        BatchRecord toRecord(Retention retention) {
            return new BatchRecord.Committed(
                    time,
                    result.state(),
                    result.accumulators(),
                    retention.retainFrom(time),
                    retention.retainStateFrom(time));
        }
    }

    /** Waits longer from try to try, up to a bound, and not at all once the cycle is to stop now. */
    private final class BackOff {
        private long millis = options.firstBackOffMillis();

        void pause() throws InterruptedException {
            timer.pause(millis, () -> stop == Stop.NOW);
            millis = Math.min(millis * 2, options.longestBackOffMillis());
        }
    }
}
