package io.durastream.chaos.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.durastream.storage.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/**
 * A child JVM under full control of this one: it can be killed, paused and resumed as an operating system or a failing machine would do it,
 * and it never outlives this process. Its output goes to a log file.
 *
 * <p>Methods may be called by any thread.
 */
public final class JavaProcess implements AutoCloseable {

    private static final long POLL_MILLIS = 10;
    private static final int TAIL_LINES = 40;

    private final Process process;
    private final String name;
    private final Path log;
    private final Clock clock;

    private JavaProcess(Process process, String name, Path log, Clock clock) {
        this.process = process;
        this.name = name;
        this.log = log;
        this.clock = clock;
    }

    /**
     * Starts a JVM. Returns as soon as the process exists.
     *
     * @param log file that its output is appended to
     */
    public static JavaProcess start(JavaCommand command, Path log, Clock clock) throws IOException {
        return new JavaProcess(command.toProcess(log).start(), command.mainClass(), log, clock);
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL: the process gets no chance to do anything. Returns when the operating system has reaped it. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** SIGTERM: shutdown hooks run. Returns at once. */
    public void terminate() {
        // Not Process.destroy(), which also closes the child's input: the leash would halt it.
        process.toHandle().destroy();
    }

    /** SIGSTOP: the process stands still and does not know it, as in a long pause of a virtual machine. */
    public void pause() throws IOException, InterruptedException {
        Signal.STOP.sendTo(pid());
    }

    /** SIGCONT: goes on after {@link #pause}. */
    public void resume() throws IOException, InterruptedException {
        Signal.CONT.sendTo(pid());
    }

    /** How it ended: the exit code (128 + n after signal n), or empty while it runs. */
    public OptionalInt exitCode() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /**
     * Waits for the end of the process.
     *
     * @return its exit code
     * @throws IllegalStateException when it still runs after {@code limit}
     */
    public int awaitExit(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), MILLISECONDS)) {
            throw new IllegalStateException(this + " still runs after " + limit + ". " + tail());
        }
        return process.exitValue();
    }

    /**
     * Waits until {@code condition} holds.
     *
     * @param what the condition in words, for the error
     * @throws IllegalStateException when the process ends first, or {@code limit} passes
     */
    public void await(String what, Duration limit, BooleanSupplier condition) throws InterruptedException {
        long deadline = clock.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (!process.isAlive()) {
                throw new IllegalStateException(
                        this + " ended with " + process.exitValue() + " before " + what + ". " + tail());
            }
            if (clock.nanoTime() - deadline > 0) {
                throw new IllegalStateException(this + ": not " + what + " within " + limit + ". " + tail());
            }
            clock.sleep(POLL_MILLIS);
        }
    }

    /** The file that its output goes to. */
    public Path log() {
        return log;
    }

    /** The last lines of its log, with the name of the file, to be shown to a person. */
    public String tail() {
        try {
            var lines = new String(Files.readAllBytes(log), UTF_8).lines().toList();
            var last = lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
            return "End of " + log + ":" + System.lineSeparator() + String.join(System.lineSeparator(), last);
        } catch (IOException e) {
            return "Its log cannot be read: " + e;
        }
    }

    /** Kills it if it still runs. */
    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public String toString() {
        return name + " (pid " + pid() + ")";
    }
}
