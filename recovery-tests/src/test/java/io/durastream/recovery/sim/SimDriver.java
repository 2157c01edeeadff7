package io.durastream.recovery.sim;

import io.durastream.checkpoint.BatchLog;
import io.durastream.checkpoint.BatchLogOptions;
import io.durastream.checkpoint.BatchRecord.ApplicationStarted;
import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.Cleaner;
import io.durastream.checkpoint.CommitOutcome;
import io.durastream.checkpoint.CommitOutcome.Committed;
import io.durastream.checkpoint.CommitOutcome.Fenced;
import io.durastream.checkpoint.InputRange;
import io.durastream.checkpoint.LogState;
import io.durastream.checkpoint.WriterId;
import io.durastream.recovery.sim.Coverage.Event;
import io.durastream.runtime.driver.BatchCycle;
import io.durastream.runtime.driver.BatchFailedException;
import io.durastream.runtime.driver.BatchGrid;
import io.durastream.runtime.driver.CycleListener;
import io.durastream.runtime.driver.FencedException;
import io.durastream.runtime.driver.InputSource;
import io.durastream.runtime.driver.Retention;
import io.durastream.runtime.receiver.ReceivedBlocks;
import io.durastream.runtime.receiver.SimulatedReceiving;
import io.durastream.storage.DamagedFileException;
import io.durastream.storage.Epoch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One start of a driver: takes over, seals beside planning, runs the real batch cycle, keeps receivers at work. */
final class SimDriver implements SimulatedReceiving.Network {

    private static final BatchLogOptions LOG_OPTIONS =
            new BatchLogOptions(4, 2, Duration.ofMillis(20), Duration.ofMillis(50));
    private static final int CLAIMS = 3;

    private final History history;
    private final SimProcess process;
    private final Deque<Runnable> late = new ArrayDeque<>();
    private @Nullable Epoch epoch;
    private final List<ReceivedBlocks> inputs = new ArrayList<>();
    private @Nullable BatchCycle cycle;
    private int unrecovered;
    private boolean endedWell;

    SimDriver(History history, SimProcess process) {
        this.history = history;
        this.process = process;
        this.unrecovered = history.sources().size();
    }

    SimProcess process() {
        return process;
    }

    @Nullable
    Epoch epoch() {
        return epoch;
    }

    /** Whether it still has something of its start to do. */
    boolean isTakingOver() {
        return unrecovered > 0;
    }

    boolean hasPlannedAll() {
        return inputs.stream().noneMatch(ReceivedBlocks::hasUnplanned);
    }

    boolean endedWell() {
        return endedWell;
    }

    /** By another actor: ends when all that was received is in committed batches. */
    void stopGracefully() {
        if (cycle != null) {
            cycle.stop(BatchCycle.Stop.GRACEFULLY);
        }
    }

    /** The life of the batch thread. A driver whose batch thread ends exits. */
    void live() throws InterruptedException {
        try {
            lead(claim());
            endedWell = true;
        } catch (FencedException e) {
            history.fenced(this);
        } catch (IOException | UncheckedIOException | BatchFailedException e) {
            // A fenced driver may find files missing that its successor was allowed to delete.
            boolean mayFail = Failures.isInjected(e)
                    || (epoch != null && history.witness().isFenced(epoch));
            if (!mayFail && !(e instanceof ClaimRefused)) {
                throw new Violation(process + " of epoch " + epoch + " ended without need", e);
            }
        }
        process.kill();
    }

    @Override
    @SuppressWarnings("ReturnValueIgnored") // nobody hears the answer to a late request
    public <T> T ask(Supplier<T> request) throws IOException {
        history.scheduler().step();
        failIfUnreachable();
        int luck = history.luck();
        if (process.isPaused() || luck == 0) {
            late.add(request::get);
            throw new IOException("The driver does not answer in time");
        }
        if (luck == 1) {
            history.coverage().count(Event.REPORT_LOST);
            throw new IOException("The request was lost");
        }
        T answer = request.get();
        if (luck == 2) {
            history.coverage().count(Event.ANSWER_LOST);
            throw new IOException("The answer was lost");
        }
        history.scheduler().step();
        return answer;
    }

    private void failIfUnreachable() throws IOException {
        if (process.isDead()) {
            throw new IOException("There is no driver any more");
        }
    }

    private BatchLog claim() throws IOException {
        IOException last = null;
        for (int i = 0; i < CLAIMS; i++) {
            try {
                BatchLog log = BatchLog.claim(
                        process.storage(), WriterId.of(process.name()), process.name(), process, LOG_OPTIONS);
                epoch = log.epoch();
                return log;
            } catch (DamagedFileException e) {
                throw e;
            } catch (IOException e) {
                last = e;
                process.sleep(100);
            }
        }
        throw new ClaimRefused(last);
    }

    private void lead(BatchLog log) throws IOException, FencedException, BatchFailedException, InterruptedException {
        BatchGrid grid = gridOf(log.state());
        start(log, grid);
        for (Source source : history.sources()) {
            inputs.add(blocksOf(source, log));
        }
        Retention retention = history.bug().retention(new SimRetention(process.storage(), inputs), process.storage());
        cycle = new BatchCycle(
                log,
                new Cleaner(process.storage(), log),
                grid,
                List.<InputSource>copyOf(inputs),
                new CountingRunner(history, process, log.epoch(), log.state()),
                retention,
                process,
                process,
                new Listener(),
                task -> process.spawn(task::run),
                history.cycleOptions());
        for (int i = 0; i < inputs.size(); i++) {
            Source source = history.sources().get(i);
            ReceivedBlocks blocks = inputs.get(i);
            process.spawn(() -> keepReceiving(source, blocks, log.epoch()));
        }
        cycle.run();
    }

    private void start(BatchLog log, BatchGrid grid) throws IOException, FencedException {
        ApplicationStarted started =
                new ApplicationStarted("graph", grid.zeroMillis(), History.BATCH_MILLIS, List.of());
        CommitOutcome outcome = log.append(List.of(started));
        if (outcome instanceof Fenced fenced) {
            throw new FencedException(log.epoch(), fenced.by());
        }
        if (!(outcome instanceof Committed)) {
            throw new ClaimRefused(null);
        }
    }

    private BatchGrid gridOf(LogState state) {
        return state.application()
                .map(before -> new BatchGrid(before.zeroTimeMillis(), before.batchMillis()))
                .orElseGet(() -> BatchGrid.startingAt(process.wallMillis(), History.BATCH_MILLIS));
    }

    private ReceivedBlocks blocksOf(Source source, BatchLog log) {
        TreeMap<BatchTime, InputRange> planned = new TreeMap<>();
        log.state()
                .batches()
                .forEach((time, batch) -> batch.inputs().stream()
                        .filter(range -> range.input().equals(source.id()))
                        .forEach(range -> planned.put(time, range)));
        return new ReceivedBlocks(
                source.id(), 0, history.log(source, process), log.epoch(), planned, () -> 5, process, forgotten -> {});
    }

    private void keepReceiving(Source source, ReceivedBlocks blocks, Epoch mine) throws IOException {
        recover(source, blocks, mine);
        unrecovered--;
        SimProcess receiver = null;
        while (true) {
            if (receiver == null || !receiver.isRunning() || receiver.isPaused()) {
                receiver = history.startReceiver(this, source, blocks, mine);
            }
            process.sleep(100);
            while (!late.isEmpty()) {
                history.coverage().count(Event.REPORT_LATE);
                late.poll().run();
            }
        }
    }

    private void recover(Source source, ReceivedBlocks blocks, Epoch mine) throws IOException {
        while (true) {
            try {
                blocks.recover()
                        .ifPresent(report -> history.coverage()
                                .count(Event.TORN_TAIL, report.tornTails().count()));
                history.sealed(source, mine);
                return;
            } catch (IOException e) {
                // Others may still delete what they were allowed to: that is no damage, and gone at the next try.
                if (e instanceof DamagedFileException && !history.witness().isFenced(mine)) {
                    throw new Violation(process + " of epoch " + mine + " cannot recover " + source.id(), e);
                }
                process.sleep(100);
            }
        }
    }

    /** Somebody else was faster, or the storage did not answer: the supervisor starts another driver. */
    private static final class ClaimRefused extends IOException {
        private static final long serialVersionUID = 1;

        ClaimRefused(@Nullable IOException cause) {
            super("Not started", cause);
        }
    }

    private final class Listener implements CycleListener {

        @Override
        public void planned(BatchTime time, List<InputRange> inputs, boolean recovered) {
            if (recovered) {
                history.coverage().count(Event.BATCH_REPLAYED);
            }
        }

        @Override
        public void waiting(String what, Exception reason) {
            if (what.contains("outcome")) {
                history.coverage().count(Event.UNKNOWN_APPEND);
            }
        }
    }
}
