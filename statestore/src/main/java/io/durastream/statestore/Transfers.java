package io.durastream.statestore;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Moves several files at a time. */
final class Transfers {

    private static final int AT_A_TIME = 4;

    private Transfers() {}

    /** Moves one file. */
    interface Transfer<T> {
        void run(T file) throws IOException;
    }

    /**
     * Moves all files; when it returns, by whatever way, none is on its way any more.
     *
     * @throws IOException the first failure
     */
    static <T> void all(Collection<T> files, Transfer<T> transfer) throws IOException {
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, Math.min(AT_A_TIME, files.size())));
        try {
            List<Future<?>> running = new ArrayList<>();
            for (T file : files) {
                running.add(threads.submit(() -> {
                    transfer.run(file);
                    return true;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while the files of a snapshot were moved");
        } finally {
            threads.shutdownNow();
            awaitEnd(threads);
        }
    }

    private static IOException failure(@Nullable Throwable cause) {
        if (cause instanceof RuntimeException exception) {
            throw exception;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof IOException failure ? failure : new IOException(cause);
    }

    private static void awaitEnd(ExecutorService threads) {
        boolean interrupted = false;
        while (!threads.isTerminated()) {
            try {
                if (threads.awaitTermination(1, TimeUnit.SECONDS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
