package io.durastream.wal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Runs tasks that wait for a file system next to each other, on threads that live as long as the call. */
final class Parallel {

    private Parallel() {}

    /**
     * Runs all tasks, also when some fail, and returns their results in the order of the tasks; with one thread or one task
     * on the caller's.
     *
     * @throws IOException the first failure, with the others suppressed in it
     */
    static <T> List<T> run(List<Task<T>> tasks, int threads) throws IOException {
        if (threads == 1 || tasks.size() <= 1) {
            return collect(tasks);
        }
        ExecutorService executor = Executors.newFixedThreadPool(Math.min(threads, tasks.size()));
        try {
            List<Future<T>> running = new ArrayList<>();
            tasks.forEach(task -> running.add(executor.submit(task::run)));
            return collect(
                    running.stream().<Task<T>>map(future -> () -> await(future)).toList());
        } finally {
            executor.shutdownNow();
        }
    }

    private static <T> List<T> collect(List<Task<T>> tasks) throws IOException {
        List<T> results = new ArrayList<>();
        @Nullable IOException failure = null;
        for (Task<T> task : tasks) {
            try {
                results.add(task.run());
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
        return results;
    }

    private static <T> T await(Future<T> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while waiting for the file system");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException("A task failed in a way that is not the file system's: " + cause, cause);
        }
    }

    /** Work that ends with a result or a failure of the file system. */
    interface Task<T> {
        T run() throws IOException;
    }
}
