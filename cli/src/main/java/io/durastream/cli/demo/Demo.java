package io.durastream.cli.demo;

import io.durastream.chaos.feed.FeedProgress;
import io.durastream.chaos.feed.FeedText;
import io.durastream.chaos.feed.LineFeeder;
import io.durastream.chaos.oracle.WordCounts;
import io.durastream.chaos.process.JavaCommand;
import io.durastream.cli.output.ProgressDisplay;
import io.durastream.storage.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * One demo: feeds a text to an application that counts its words, kills the application's driver whenever the plan
 * says so, starts it again on its checkpoint directory, and compares the counts with the truth at the end. One thread.
 */
final class Demo implements AutoCloseable {

    private static final long TICK_MILLIS = 10;

    private final DemoOptions options;
    private final ProgressDisplay display;
    private final Clock clock;
    private final FeedText text;
    private final LineFeeder feeder;
    private final Driver driver;
    private final OutputDirectory output;
    private final KillPlan plan;
    private final long startedNanos;
    private final Recoveries recoveries;
    private final Settlement settlement;

    private Counts counts = Counts.NONE;
    private int batches;

    /** @param directory an empty directory for everything that the demo writes */
    Demo(DemoOptions options, Path directory, ProgressDisplay display, Clock clock) throws IOException {
        this.options = options;
        this.display = display;
        this.clock = clock;
        this.text = new FeedText(options.seed(), options.records());
        this.feeder = LineFeeder.start(text, options.rate(), 0, clock);
        Path outputs = Files.createDirectories(directory.resolve("output"));
        Path logs = Files.createDirectories(directory.resolve("logs"));
        this.driver = new Driver(command(directory, outputs), logs, clock);
        this.output = new OutputDirectory(outputs);
        this.plan = new KillPlan(options.seed(), options.kills(), options.records());
        this.startedNanos = clock.nanoTime();
        this.recoveries = new Recoveries(startedNanos);
        this.settlement = new Settlement(clock);
    }

    private JavaCommand command(Path directory, Path outputs) throws IOException {
        Path temporary = Files.createDirectories(directory.resolve("tmp"));
        String checkpoint = options.checkpoint()
                .orElse(directory.resolve("checkpoint").toUri().toString());
        JavaCommand command = JavaCommand.of(options.driver())
                .withArguments(
                        checkpoint,
                        "127.0.0.1",
                        Integer.toString(feeder.port()),
                        outputs.toString(),
                        Long.toString(options.batchMillis()))
                .withJvmOptions(
                        "-Xmx" + options.heap(),
                        "-Djava.io.tmpdir=" + temporary,
                        "-Dspark.local.dir=" + temporary,
                        "-Dspark.ui.enabled=false")
                .withEnvironment("SPARK_LOCAL_IP", "127.0.0.1");
        return options.plant()
                .map(mistake -> command.withJvmOptions("-D" + Plant.PROPERTY + "=" + mistake.name()))
                .orElse(command);
    }

    /** Returns when the counts stand still and were compared. */
    DemoReport run() throws IOException, InterruptedException, DemoFailedException {
        driver.start();
        while (!settlement.settled(feeder.progress())) {
            clock.sleep(TICK_MILLIS);
            tick();
        }
        display.end();
        driver.close();
        return new DemoReport(
                options,
                feeder.progress(),
                WordCounts.of(text).judge(counts.words()),
                recoveries,
                batches,
                feeder.violations());
    }

    private void tick() throws IOException, InterruptedException, DemoFailedException {
        driver.requireAlive();
        lookForNewBatch();
        if (plan.due(feeder.progress().arisen())) {
            killAndRestart();
        }
        FeedProgress progress = feeder.progress();
        settlement.observe(counts, progress);
        if (settlement.stalled()) {
            throw new DemoFailedException(
                    "Nothing happened for two minutes. " + status(progress) + ". " + driver.tail());
        }
        display.show(() -> status(progress));
    }

    private void lookForNewBatch() throws IOException {
        Counts latest = output.laterThan(counts);
        if (latest.batchMillis() > counts.batchMillis()) {
            counts = latest;
            batches++;
            recoveries.newBatch(clock.nanoTime());
        }
    }

    /** An output that appeared before the process was dead is not one of the recovery. */
    private void killAndRestart() throws IOException, InterruptedException {
        long killedNanos = clock.nanoTime();
        driver.kill();
        lookForNewBatch();
        recoveries.killed(killedNanos);
        driver.start();
    }

    private String status(FeedProgress progress) {
        long now = clock.nanoTime();
        return Texts.format(
                "%3d s · fed %,d · acknowledged %,d · counted %,d of %,d · %,d batches · %d of %d kills · %s",
                TimeUnit.NANOSECONDS.toSeconds(now - startedNanos),
                progress.sent(),
                progress.acknowledged(),
                counts.records(),
                progress.records(),
                batches,
                recoveries.kills(),
                options.kills(),
                state(progress, now));
    }

    private String state(FeedProgress progress, long now) {
        if (recoveries.firstBatch().isEmpty()) {
            return "starting";
        }
        return recoveries
                .recovering(now)
                .map(since -> "recovering for " + Texts.seconds(since))
                .orElse(progress.complete() ? "all acknowledged" : "running");
    }

    @Override
    public void close() throws IOException {
        driver.close();
        feeder.close();
    }
}
