package io.durastream.chaos.stage;

import io.durastream.chaos.process.JavaCommand;
import io.durastream.chaos.process.JavaProcess;
import io.durastream.chaos.process.ProcessState;
import io.durastream.storage.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A driver through all its lives: started again soon after it ended, for whatever reason, unless it is held. One thread,
 * which calls {@link #tick} often.
 */
public final class SupervisedDriver implements AutoCloseable {

    private static final Duration RESTART_PAUSE = Duration.ofSeconds(1);

    private final String name;
    private final JavaCommand command;
    private final Path logs;
    private final Path local;
    private final Clock clock;
    private final List<Life> lives = new ArrayList<>();

    private @Nullable JavaProcess process;
    private long endedNanos;
    private int holds;

    SupervisedDriver(String name, JavaCommand command, Path logs, Path local, Clock clock) {
        this.name = name;
        this.command = command;
        this.logs = logs;
        this.local = local;
        this.clock = clock;
    }

    /** Its name, that its logs have too. */
    public String name() {
        return name;
    }

    /** What it keeps on its machine. */
    public Path local() {
        return local;
    }

    /** The process, while it lives. */
    public Optional<JavaProcess> process() {
        return Optional.ofNullable(process).filter(JavaProcess::isAlive);
    }

    /** All its lives so far, the present one too. */
    public List<Life> lives() {
        return List.copyOf(lives);
    }

    /** Not started again until {@link #release} is called as often as this. */
    public void hold() {
        holds++;
    }

    /** See {@link #hold}. */
    public void release() {
        holds--;
    }

    /** SIGKILL, if it lives. Gives the process that was killed; returns when it is dead. */
    public Optional<JavaProcess> kill() throws InterruptedException {
        Optional<JavaProcess> living = process();
        if (living.isPresent()) {
            living.get().kill();
            noticeEnd();
        }
        return living;
    }

    /** Notices its end, and starts it when it is time. */
    void tick() throws IOException {
        noticeEnd();
        boolean due = lives.isEmpty() || clock.nanoTime() - endedNanos >= RESTART_PAUSE.toNanos();
        if (process == null && holds == 0 && due) {
            start();
        }
    }

    private void start() throws IOException {
        Path log = logs.resolve(name + "-" + (lives.size() + 1) + ".log");
        process = JavaProcess.start(command, log, clock);
        lives.add(Life.begun(
                name, process.pid(), clock.wallMillis(), log.getFileName().toString()));
    }

    private void noticeEnd() {
        if (process != null && !process.isAlive()) {
            int last = lives.size() - 1;
            int exit = process.exitCode().getAsInt();
            lives.set(last, lives.get(last).ended(clock.wallMillis(), exit));
            process = null;
            endedNanos = clock.nanoTime();
        }
    }

    /** Kills it, and nobody starts it again. */
    @Override
    public void close() {
        holds++;
        if (process != null) {
            process.close();
            noticeEnd();
        }
    }

    @Override
    public String toString() {
        return process()
                .map(living -> name + " (pid " + living.pid() + ", " + ProcessState.of(living.pid()) + ")")
                .orElse(name + " (dead)");
    }
}
