package io.durastream.recovery.cluster;

import io.durastream.storage.Clock;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.TaskContext;

/**
 * Holds back one attempt of a task, on whichever executor it is, until the other one is through with the same function,
 * and some more. What the attempts know of each other is in files. An attempt that is held back does not care that Spark
 * kills it: it goes on afterwards, as one does whose executor has lost its connection.
 *
 * @param directory seen by all executors
 */
record Race(String directory) implements Serializable {

    private static final long LOSERS_DELAY_MILLIS = 1_000;

    /** Who is to win. */
    enum Winner {
        ORIGINAL,
        COPY
    }

    /** To be called by both attempts, in the function that is raced. */
    void run(String name, Winner winner) {
        boolean copy = TaskContext.get().attemptNumber() > 0;
        touch(name + (copy ? "-copy-began" : "-original-began"));
        if (winner == Winner.COPY && !copy) {
            loseTo(name + "-copy-through");
        } else if (winner == Winner.ORIGINAL && copy) {
            loseTo(name + "-original-through");
        } else if (!copy) {
            await(name + "-copy-began");
        }
        touch(name + (copy ? "-copy-through" : "-original-through"));
    }

    /** Whether both attempts came to the end of the function. */
    boolean isOver(String name) {
        return exists(name + "-copy-through") && exists(name + "-original-through");
    }

    private void loseTo(String event) {
        await(event);
        pause(LOSERS_DELAY_MILLIS);
    }

    private void await(String event) {
        while (!exists(event)) {
            pause(20);
        }
    }

    private static void pause(long millis) {
        long end = Clock.system().nanoTime() + millis * 1_000_000;
        while (Clock.system().nanoTime() - end < 0) {
            try {
                Clock.system().sleep(10);
            } catch (InterruptedException e) {
                // The one who loses does not hear it.
                Thread.interrupted();
            }
        }
    }

    private boolean exists(String event) {
        return Files.exists(Path.of(directory, event));
    }

    private void touch(String event) {
        try {
            Files.writeString(Path.of(directory, event), "");
        } catch (IOException e) {
            throw new UncheckedIOException("No file can be put into " + directory, e);
        }
    }
}
