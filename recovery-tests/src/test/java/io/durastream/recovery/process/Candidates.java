package io.durastream.recovery.process;

import io.durastream.chaos.check.References;
import io.durastream.chaos.feed.LineFeeder;
import io.durastream.chaos.ledger.LedgerProgress;
import io.durastream.chaos.process.JavaCommand;
import io.durastream.chaos.process.JavaProcess;
import io.durastream.checkpoint.BatchLog;
import io.durastream.checkpoint.BatchRecord.Phase;
import io.durastream.checkpoint.BatchRecord.RecoveryEvent;
import io.durastream.checkpoint.DriverStart;
import io.durastream.ha.Standby;
import io.durastream.storage.Clock;
import io.durastream.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Candidates for the {@link HaWorkload}, processes of their own, and who of them leads by the batch log. One thread. */
final class Candidates implements AutoCloseable {

    /** Some ticks of the ensemble: a busy machine must not end a session. */
    static final Duration SESSION = Duration.ofSeconds(6);

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Drivers drivers;
    private final int source;
    private final Standby standby;
    private final LedgerProgress progress;
    private final List<JavaProcess> processes = new ArrayList<>();

    /** Cold standbys. */
    Candidates(Drivers drivers, int source) {
        this(drivers, source, Standby.COLD);
    }

    /** @param source the port of the source */
    Candidates(Drivers drivers, int source, Standby standby) {
        this.drivers = drivers;
        this.source = source;
        this.standby = standby;
        this.progress = new LedgerProgress(drivers.ledger());
    }

    /** @param zookeeper how it reaches the ensemble */
    JavaProcess start(String zookeeper, String... jvmOptions) throws IOException {
        return start(zookeeper, drivers.ledger(), jvmOptions);
    }

    /**
     * A candidate with local copies of state for itself, as on a host of its own.
     *
     * @param ledger a part of the application that it defines
     */
    JavaProcess start(String zookeeper, Path ledger, String... jvmOptions) throws IOException {
        String name = "candidate-" + (processes.size() + 1);
        JavaProcess candidate = drivers.start(
                name,
                JavaCommand.of(HaWorkload.class.getName())
                        .withArguments(zookeeper, Long.toString(SESSION.toMillis()), standby.name())
                        .withArguments(drivers.checkpointUri(), "127.0.0.1", Integer.toString(source))
                        .withArguments(ledger.toString())
                        .withJvmOptions("-Ddurastream.state.localDirectory="
                                + drivers.local().resolve(name))
                        .withJvmOptions(jvmOptions));
        processes.add(candidate);
        return candidate;
    }

    /** All starts of a driver that the batch log knows. */
    List<DriverStart> starts() {
        try (Storage storage = References.open(drivers.checkpointUri())) {
            return BatchLog.read(storage).state().ledger();
        } catch (IOException e) {
            throw new UncheckedIOException("The batch log in " + drivers.checkpointUri() + " cannot be read", e);
        }
    }

    /** When the first batch of a driver that led later than this was committed. */
    long firstCommitAfter(long wallMillis) {
        return starts().stream()
                .flatMap(start -> start.events().stream())
                .filter(event -> event.phase() == Phase.FIRST_BATCH && event.wallMillis() > wallMillis)
                .mapToLong(RecoveryEvent::wallMillis)
                .min()
                .orElseThrow();
    }

    /** The candidate that has begun the last epoch, dead or alive. */
    Optional<JavaProcess> leader() {
        List<DriverStart> starts = starts();
        return starts.isEmpty() ? Optional.empty() : processOf(starts.get(starts.size() - 1));
    }

    private Optional<JavaProcess> processOf(DriverStart start) {
        return processes.stream()
                .filter(process -> start.writer().value().startsWith(process.pid() + "-"))
                .findFirst();
    }

    /** Waits until another candidate than this leads and has run batches of its own. */
    JavaProcess awaitNext(JavaProcess before) throws InterruptedException {
        await(
                "a leader after " + before,
                () -> leader().filter(next -> next != before).isPresent());
        awaitBatches(3);
        return leader().orElseThrow();
    }

    /** Waits for a leader and its first batches. */
    JavaProcess awaitFirst() throws InterruptedException {
        await("a leader", () -> leader().isPresent());
        awaitBatches(3);
        return leader().orElseThrow();
    }

    void awaitBatches(int more) throws InterruptedException {
        int before = progress.batches();
        await(more + " more batches", () -> progress.batches() >= before + more);
    }

    /**
     * Ends the text, and waits until all of it is acknowledged and counted; then no candidate runs any more.
     *
     * @return the length of the text
     */
    long settle(LineFeeder feeder) throws InterruptedException {
        long records = feeder.finish();
        await("everything acknowledged", () -> feeder.progress().complete());
        awaitBatchOf(Clock.system().wallMillis() + 2 * Shape.BATCH_MILLIS);
        close();
        return records;
    }

    /** Waits for a batch of at least this time. */
    void awaitBatchOf(long wallMillis) throws InterruptedException {
        await("the batches of the present", () -> progress.lastBatchMillis() >= wallMillis);
    }

    /** Waits while a candidate lives. */
    void await(String what, BooleanSupplier condition) throws InterruptedException {
        JavaProcess alive = processes.stream()
                .filter(JavaProcess::isAlive)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No candidate is left. "
                        + processes.get(processes.size() - 1).tail()));
        alive.await(what, LIMIT, condition);
    }

    @Override
    public void close() {
        processes.forEach(JavaProcess::close);
    }
}
