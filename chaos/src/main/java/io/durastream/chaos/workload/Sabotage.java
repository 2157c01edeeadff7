package io.durastream.chaos.workload;

import io.durastream.storage.Clock;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How an application's own code is made to fail from outside: a file in a directory that all its processes see tells it to,
 * and a second file tells that it did.
 *
 * @param directory the path of the directory
 */
public record Sabotage(String directory) implements Serializable {

    private static final long SLOW_MILLIS = 20;
    private static final int CHUNK = 1 << 24;

    /** What the code of a task does, at each record, while told to. */
    public enum Kind {
        /** Throws. */
        TASK_FAILS,
        /** Waits. */
        TASK_IS_SLOW,
        /** Fills the heap. */
        OUT_OF_MEMORY;

        private String file() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** From now on tasks misbehave so. */
    public void tell(Kind kind) throws IOException {
        Files.createDirectories(Path.of(directory));
        Files.deleteIfExists(done(kind));
        Files.writeString(told(kind), "");
    }

    /** Whether a task has misbehaved so since it was told. */
    public boolean happened(Kind kind) {
        return Files.exists(done(kind));
    }

    /** Tasks behave again. */
    public void end(Kind kind) throws IOException {
        Files.deleteIfExists(told(kind));
    }

    /** Called by the application at each record. */
    String pass(String record) throws IOException, InterruptedException {
        for (Kind kind : Kind.values()) {
            if (Files.exists(told(kind))) {
                Files.writeString(done(kind), "");
                misbehave(kind, record);
            }
        }
        return record;
    }

    private static void misbehave(Kind kind, String record) throws InterruptedException {
        switch (kind) {
            case TASK_FAILS -> throw new IllegalStateException("Told to fail at record " + record);
            case TASK_IS_SLOW -> Clock.system().sleep(SLOW_MILLIS);
            case OUT_OF_MEMORY -> fillHeap();
        }
    }

    private static void fillHeap() {
        List<byte[]> chunks = new ArrayList<>();
        while (chunks.size() < Integer.MAX_VALUE) {
            chunks.add(new byte[CHUNK]);
        }
    }

    private Path told(Kind kind) {
        return Path.of(directory, kind.file());
    }

    private Path done(Kind kind) {
        return Path.of(directory, kind.file() + ".happened");
    }
}
