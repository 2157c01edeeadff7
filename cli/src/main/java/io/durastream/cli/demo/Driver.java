package io.durastream.cli.demo;

import static java.util.Objects.requireNonNull;

import io.durastream.chaos.process.JavaCommand;
import io.durastream.chaos.process.JavaProcess;
import io.durastream.storage.Clock;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The application's process, through all its lives. Each has a log of its own. */
final class Driver implements AutoCloseable {

    private final JavaCommand command;
    private final Path logs;
    private final Clock clock;

    private @Nullable JavaProcess process;
    private int lives;

    Driver(JavaCommand command, Path logs, Clock clock) {
        this.command = command;
        this.logs = logs;
        this.clock = clock;
    }

    void start() throws IOException {
        lives++;
        process = JavaProcess.start(command, logs.resolve("driver-" + lives + ".log"), clock);
    }

    /** Returns when it is dead for certain. */
    void kill() throws InterruptedException {
        requireNonNull(process, "started before").kill();
    }

    /** A driver may end because we kill it, and for no other reason. */
    void requireAlive() throws DemoFailedException {
        JavaProcess current = requireNonNull(process, "started before");
        if (!current.isAlive()) {
            throw new DemoFailedException("The driver ended by itself, with exit code "
                    + current.exitCode().getAsInt() + ". " + current.tail());
        }
    }

    String tail() {
        return process == null ? "It never started." : process.tail();
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
