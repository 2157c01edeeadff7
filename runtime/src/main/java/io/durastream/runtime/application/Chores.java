package io.durastream.runtime.application;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread for what is done beside the batches. Its tasks may be lost at any time: the next driver makes up for them. */
final class Chores implements Executor, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Chores.class);
    private static final long CLOSE_SECONDS = 10;

    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "durastream-housekeeping");
        made.setDaemon(true);
        return made;
    });

    @Override
    public void execute(Runnable task) {
        thread.execute(task);
    }

    /** Waits a bounded time for the task at hand. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn(
                        "Housekeeping did not come to an end within {} s; what it left is found at the next start",
                        CLOSE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
