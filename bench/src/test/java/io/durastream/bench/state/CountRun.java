package io.durastream.bench.state;

import io.durastream.bench.process.Batch;
import io.durastream.bench.process.BatchReader;
import io.durastream.bench.process.ProcessFigures;
import io.durastream.bench.report.Json;
import io.durastream.chaos.process.JavaCommand;
import io.durastream.chaos.process.JavaProcess;
import io.durastream.storage.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.apache.commons.io.FileUtils;

/**
 * A contender in a process of its own, which can be killed and started again on what it left. The log of the processes stays
 * beside the directory of the work; closing kills the process and deletes the directory. Used by one thread.
 */
public final class CountRun implements AutoCloseable {

    private static final long HEAP_MEGABYTES = 4_096;
    /** A quarter of three tenths of the heap, see StateStoreOptions. */
    private static final long NATIVE_BUDGET_MEGABYTES = HEAP_MEGABYTES * 3 / 10 / 4;

    private static final long REST_MEGABYTES = 300;

    /** What Durastream may have resident: heap, its default budget for keyed state, and all else. */
    static final long RESIDENT_MEGABYTES = HEAP_MEGABYTES + NATIVE_BUDGET_MEGABYTES + REST_MEGABYTES;

    private static final Duration LIMIT = Duration.ofMinutes(15);

    private final CountWork work;
    private final BatchReader batches;
    private JavaProcess process;
    private long startedAt;

    private CountRun(CountWork work) throws IOException {
        this.work = work;
        this.batches = new BatchReader(work.batches());
        for (Path path : List.of(work.localCheckpoint(), work.localState(), work.temporary())) {
            Files.createDirectories(path);
        }
        this.process = launch();
    }

    /** Starts the contender on an empty directory. */
    public static CountRun start(CountWork work) throws IOException {
        FileUtils.deleteDirectory(Path.of(work.directory()).toFile());
        return new CountRun(work);
    }

    private JavaProcess launch() throws IOException {
        JavaCommand command = JavaCommand.of(CountMain.class.getName())
                .withJvmOptions("-Xmx" + HEAP_MEGABYTES + "m", "-Djava.io.tmpdir=" + work.temporary())
                .withArguments(Json.write(work))
                .withEnvironment("SPARK_LOCAL_IP", "127.0.0.1");
        startedAt = System.currentTimeMillis();
        return JavaProcess.start(command, Path.of(work.directory() + ".log"), Clock.system());
    }

    /** Waits until the batches committed so far, over all processes, are enough; and gives them. */
    public List<Batch> await(String what, Predicate<List<Batch>> enough) throws InterruptedException {
        process.await(what, LIMIT, () -> enough.test(batches.batches()));
        return batches.batches();
    }

    /** Waits for so many batches in which no key is new. */
    public List<Batch> awaitBatches(int count) throws InterruptedException {
        return await(count + " batches", found -> found.size() >= work.fillingBatches() + count);
    }

    public ProcessFigures figures() {
        return new ProcessFigures(process.pid());
    }

    /** Kills the process. What it said before it died is seen by {@link #await}. */
    public void kill() throws InterruptedException {
        process.kill();
    }

    /** Starts the process again. {@return milliseconds from then to its first committed batch} */
    public long restart() throws IOException, InterruptedException {
        int before = batches.batches().size();
        process = launch();
        List<Batch> after = await("the first batch after a restart", found -> found.size() > before);
        return after.get(before).committed() - startedAt;
    }

    @Override
    public void close() throws IOException {
        process.close();
        FileUtils.deleteDirectory(Path.of(work.directory()).toFile());
    }
}
