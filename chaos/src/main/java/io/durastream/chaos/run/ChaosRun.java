package io.durastream.chaos.run;

import io.durastream.chaos.check.Checkers;
import io.durastream.chaos.check.DirectoryAudit;
import io.durastream.chaos.check.Evidence;
import io.durastream.chaos.check.Evidence.Load;
import io.durastream.chaos.check.Sample;
import io.durastream.chaos.feed.Feed;
import io.durastream.chaos.feed.FeedText;
import io.durastream.chaos.feed.Feeds;
import io.durastream.chaos.feed.NumberedText;
import io.durastream.chaos.feed.Text;
import io.durastream.chaos.ledger.History;
import io.durastream.chaos.oracle.SessionsOracle;
import io.durastream.chaos.schedule.Schedule;
import io.durastream.chaos.stage.Life;
import io.durastream.chaos.stage.Stage;
import io.durastream.chaos.stage.SupervisedDriver;
import io.durastream.storage.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * One run, from nothing to its result: sets the stage, waits for the first batches, follows the schedule, heals everything, lets
 * the application come to rest with all records counted, ends it, and asks the checkers. One thread.
 */
public final class ChaosRun {

    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final long MILLIS = 1_000;
    private static final int FIRST_BATCHES = 3;

    /** Batches after the last record, so that sessions time out and windows run empty. */
    private static final int QUIET_BATCHES = SessionsOracle.TIMEOUT_BATCHES + 2;

    private static final long TICK_MILLIS = 20;

    private final RunOptions options;
    private final String classPath;
    private final Path home;
    private final Clock clock;
    private final Consumer<String> status;

    /**
     * Prepares a run.
     *
     * @param home an empty directory for everything that the run writes
     * @param classPath what the drivers run, with the platform's separator
     * @param status hears in a line where the run is, often
     */
    public ChaosRun(RunOptions options, Path home, String classPath, Clock clock, Consumer<String> status) {
        this.options = options;
        this.home = home;
        this.classPath = classPath;
        this.clock = clock;
        this.status = status;
    }

    /**
     * Does what the options say. Takes the minutes of the options and one or two more.
     *
     * @throws IllegalArgumentException when a fault is not known, or not possible
     */
    public RunResult run() throws IOException, InterruptedException {
        return run(options.schedule());
    }

    /** Follows a schedule of its own instead of that of the options. */
    public RunResult run(Schedule schedule) throws IOException, InterruptedException {
        long started = clock.wallMillis();
        Text text = new NumberedText(new FeedText(options.seed(), Integer.MAX_VALUE));
        Evidence evidence;
        try (Feed feed = feed(text)) {
            Stage.Plan plan = new Stage.Plan(options.setting(), options.workloads(), options.batchMillis(), classPath);
            try (Stage stage = Stage.set(home, plan, feed, clock)) {
                evidence = run(schedule, stage, feed);
            }
        }
        status.accept("judging");
        return new RunResult(options, schedule, started, clock.wallMillis(), evidence, Checkers.check(evidence));
    }

    private Evidence run(Schedule schedule, Stage stage, Feed feed) throws IOException, InterruptedException {
        LogWatch watch = new LogWatch(stage, clock);
        awaitBatches(stage, watch);
        Nemesis nemesis = new Nemesis(schedule, stage, clock, () -> committed(watch));
        while (!nemesis.isOver()) {
            nemesis.tick();
            tick(stage, watch, nemesis.now());
        }
        long records = settle(stage, watch, feed);
        List<Life> lives = lives(stage);
        stage.drivers().forEach(SupervisedDriver::close);
        watch.look();
        return new Evidence(
                new Load(
                        records,
                        options.workloads(),
                        options.batchMillis(),
                        options.limits().recoverySeconds() * MILLIS,
                        options.limits().catchUpSeconds() * MILLIS),
                History.read(stage.ledger()),
                watch.samples(),
                watch.starts(),
                nemesis.struck(),
                lives,
                feed.violations(),
                DirectoryAudit.of(stage.checkpointUri(), clock.wallMillis()));
    }

    private void awaitBatches(Stage stage, LogWatch watch) throws IOException, InterruptedException {
        long deadline = clock.nanoTime() + START_LIMIT.toNanos();
        long first = 0;
        while (first == 0 || committed(watch) < first + FIRST_BATCHES * options.batchMillis()) {
            if (clock.nanoTime() - deadline > 0) {
                throw new IOException("The application committed no batch within " + START_LIMIT
                        + ", before any fault: " + stage.drivers() + "; see the logs in " + stage.logs());
            }
            tick(stage, watch, "starting");
            first = first == 0 ? committed(watch) : first;
        }
    }

    /** Ends the text and lets everything come to rest; if it does not in time, the checkers say what is missing. */
    private long settle(Stage stage, LogWatch watch, Feed feed) throws IOException, InterruptedException {
        // The present first: what is fed until then counts too.
        awaitPresent(stage, watch);
        long records = feed.finish();
        long end = clock.wallMillis() + QUIET_BATCHES * options.batchMillis();
        long deadline = clock.nanoTime() + catchUpLimit().toNanos();
        while ((committed(watch) < end || !isInTime(watch)) && clock.nanoTime() - deadline < 0) {
            tick(stage, watch, "coming to rest");
        }
        return records;
    }

    private boolean isInTime(LogWatch watch) {
        return watch.last()
                .filter(sample -> sample.isInTime(options.batchMillis()))
                .isPresent();
    }

    /** Until there is a batch of now. */
    private void awaitPresent(Stage stage, LogWatch watch) throws IOException, InterruptedException {
        long deadline = clock.nanoTime() + catchUpLimit().toNanos();
        long since = clock.wallMillis();
        while (committed(watch) < since && clock.nanoTime() - deadline < 0) {
            tick(stage, watch, "catching up");
        }
    }

    private Duration catchUpLimit() {
        return Duration.ofSeconds(options.limits().catchUpSeconds());
    }

    private void tick(Stage stage, LogWatch watch, String what) throws IOException, InterruptedException {
        stage.tick();
        watch.look();
        status.accept(what + " · " + watch.last().map(this::describe).orElse("no batch yet"));
        clock.sleep(TICK_MILLIS);
    }

    private String describe(Sample sample) {
        return "epoch " + sample.epoch() + " · " + sample.pending() + " pending · last commit "
                + (sample.committedMillis() == 0
                        ? "none"
                        : (clock.wallMillis() - sample.committedMillis()) / MILLIS + " s behind");
    }

    private static long committed(LogWatch watch) {
        return watch.last().map(Sample::committedMillis).orElse(0L);
    }

    private static List<Life> lives(Stage stage) {
        return stage.drivers().stream()
                .flatMap(driver -> driver.lives().stream())
                .toList();
    }

    private Feed feed(Text text) throws IOException {
        double rate = options.recordsPerSecond();
        return switch (options.input()) {
            case RECEIVER -> Feeds.acknowledged(text, rate, clock);
            case SOURCE -> Feeds.log(home.resolve("source"), text, rate, clock);
            case FILES -> Feeds.files(home.resolve("source"), text, rate, clock);
        };
    }
}
