package io.durastream.bench.takeover;

import io.durastream.bench.state.CountOptions;
import io.durastream.chaos.feed.FeedText;
import io.durastream.chaos.feed.LineFeeder;
import io.durastream.chaos.ha.ApplicationJar;
import io.durastream.chaos.ha.HaCommands;
import io.durastream.chaos.ha.HaHost;
import io.durastream.chaos.process.JavaCommand;
import io.durastream.chaos.zookeeper.ZooKeeperEnsemble;
import io.durastream.checkpoint.BatchLog;
import io.durastream.checkpoint.BatchLogView;
import io.durastream.checkpoint.BatchRecord.Phase;
import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.DriverStart;
import io.durastream.checkpoint.LogState;
import io.durastream.ha.ZooKeeperSettings;
import io.durastream.runtime.ha.CandidateId;
import io.durastream.runtime.ha.Electorate;
import io.durastream.storage.Clock;
import io.durastream.storage.Storage;
import io.durastream.storage.Storages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;

/**
 * Three hosts of the {@link TakeoverApp} and an ensemble of three, all of them processes, and a source. Each host has a
 * local disk of its own; the checkpoint directory is on this machine's disk. One thread.
 */
final class Site implements AutoCloseable {

    private static final int HOSTS = 3;
    private static final Duration SESSION = Duration.ofSeconds(6);
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final long POLL_MILLIS = 50;
    private static final long SEED = 20_261_121;

    private final Clock clock = Clock.system();
    private final Path directory;
    private final Standby standby;
    private final CountOptions options;
    private final ZooKeeperEnsemble ensemble;
    private final LineFeeder feeder;
    private final Storage checkpoint;
    private final Electorate electorate;
    private final List<HaHost> hosts = new ArrayList<>();

    /** @param directory for all that is written, emptied before */
    Site(Path directory, Standby standby, CountOptions options, long keys) throws Exception {
        FileUtils.deleteDirectory(directory.toFile());
        this.directory = Files.createDirectories(directory);
        this.standby = standby;
        this.options = options;
        this.ensemble = ZooKeeperEnsemble.start(directory, HOSTS, clock);
        this.feeder = LineFeeder.start(
                new FeedText(SEED, Integer.MAX_VALUE), options.records() * 1e3 / options.intervalMillis(), 0, clock);
        this.checkpoint = Storages.open(checkpointUri(), new Configuration(), clock);
        this.electorate = Electorate.of(
                ZooKeeperSettings.of(ensemble.connectString()).withSessionTimeout(SESSION), checkpointUri(), LIMIT);
        Path jar = ApplicationJar.ofPackage(directory.resolve("takeover.jar"), TakeoverApp.class);
        for (int number = 0; number < HOSTS; number++) {
            hosts.add(HaHost.start(command(number, jar, keys), disk(number).resolve("supervisor.log"), clock));
        }
    }

    private JavaCommand command(int number, Path jar, long keys) throws IOException {
        return HaCommands.supervisor(ensemble.connectString(), checkpointUri(), disk(number))
                .withArguments("--session-timeout", Long.toString(SESSION.toMillis()), "--java-option=-Xmx1g")
                .withArguments("--conf", "spark.master=local[3]")
                .withArguments("--conf", "durastream.state.localDirectory=" + state(number))
                .withArguments(standby.options().toArray(String[]::new))
                .withArguments(jar.toString(), checkpointUri(), Integer.toString(feeder.port()))
                .withArguments(Long.toString(keys), Long.toString(options.intervalMillis()));
    }

    private String checkpointUri() {
        return directory.resolve("checkpoint").toUri().toString();
    }

    private Path disk(int number) {
        return directory.resolve("host-" + (number + 1));
    }

    private Path state(int number) {
        return disk(number).resolve("state");
    }

    /** Waits until batches are committed in time, and all others stand by, ready. {@return the leader} */
    HaHost awaitReady() throws Exception {
        await("batches in time", log -> leader(log).isPresent() && isInTime(log.state()));
        await("all candidates", log -> isComplete());
        return leader(BatchLog.read(checkpoint)).orElseThrow();
    }

    private boolean isInTime(LogState log) {
        long last = log.lastCommitted().map(BatchTime::millis).orElse(0L);
        return last >= clock.wallMillis() - 2 * options.intervalMillis();
    }

    private boolean isComplete() throws IOException {
        List<CandidateId> candidates = electorate.candidates();
        if (candidates.size() < HOSTS) {
            return false;
        }
        for (CandidateId waiting : candidates.subList(1, HOSTS)) {
            if (electorate.readiness(waiting).filter(standby::isReady).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private Optional<HaHost> leader(BatchLogView log) {
        return lastStart(log).map(DriverStart::writer).flatMap(writer -> {
            long pid = Long.parseLong(writer.value().substring(0, writer.value().indexOf('-')));
            return hosts.stream().filter(host -> host.runs(pid)).findFirst();
        });
    }

    /** A cold standby has nothing of the application on its disk, whoever led before. */
    void forget(HaHost leader) throws IOException {
        for (int number = 0; number < HOSTS; number++) {
            if (standby == Standby.COLD && hosts.get(number) != leader) {
                FileUtils.deleteDirectory(state(number).toFile());
            }
        }
    }

    /** Lets a leader fail, and waits for the first batch of the next one. {@return the figures} */
    Map<String, Double> takeOver(Failure failure, HaHost leader) throws Exception {
        Optional<DriverStart> before = lastStart(BatchLog.read(checkpoint));
        long failed = clock.wallMillis();
        failure.happenTo(leader, electorate);
        await("the first batch of the next leader", log -> {
            Optional<DriverStart> last = lastStart(log);
            return !last.map(DriverStart::epoch).equals(before.map(DriverStart::epoch))
                    && last.stream()
                            .flatMap(start -> start.events().stream())
                            .anyMatch(event -> event.phase() == Phase.FIRST_BATCH);
        });
        BatchLogView log = BatchLog.read(checkpoint);
        leader.revive();
        return Takeover.figures(lastStart(log).orElseThrow(), log.entries(), failed);
    }

    /** The last start of a driver. */
    private static Optional<DriverStart> lastStart(BatchLogView log) {
        List<DriverStart> all = log.state().ledger();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    private interface Condition {
        boolean holds(BatchLogView log) throws IOException;
    }

    private void await(String what, Condition condition) throws IOException, InterruptedException {
        long deadline = clock.nanoTime() + LIMIT.toNanos();
        while (!condition.holds(BatchLog.read(checkpoint))) {
            if (clock.nanoTime() - deadline > 0) {
                throw new IllegalStateException("Not " + what + " within " + LIMIT + "; see " + directory);
            }
            clock.sleep(POLL_MILLIS);
        }
    }

    @Override
    public void close() throws IOException {
        hosts.forEach(HaHost::close);
        electorate.close();
        checkpoint.close();
        feeder.close();
        ensemble.close();
    }
}
