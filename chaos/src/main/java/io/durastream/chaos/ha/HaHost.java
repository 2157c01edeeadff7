package io.durastream.chaos.ha;

import io.durastream.chaos.process.JavaCommand;
import io.durastream.chaos.process.JavaProcess;
import io.durastream.chaos.process.Signal;
import io.durastream.storage.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A host of an application under {@code durastream ha}: a supervisor, and its driver below it. Nothing outlives {@link
 * #close}, nor this JVM if it is killed. One thread.
 */
public final class HaHost implements AutoCloseable {

    private final JavaCommand command;
    private final Path log;
    private final Clock clock;
    private JavaProcess supervisor;

    private HaHost(JavaCommand command, Path log, Clock clock) throws IOException {
        this.command = command;
        this.log = log;
        this.clock = clock;
        this.supervisor = JavaProcess.start(command, log, clock);
    }

    /**
     * Starts a supervisor, which starts a driver. Returns at once.
     *
     * @param command {@code durastream ha …}
     * @param log what the supervisor says, in all its lives
     */
    public static HaHost start(JavaCommand command, Path log, Clock clock) throws IOException {
        return new HaHost(command, log, clock);
    }

    /** The supervisor, dead or alive. */
    public JavaProcess supervisor() {
        return supervisor;
    }

    /** The driver at this moment; none while the supervisor waits to start it again, or is dead. */
    public Optional<ProcessHandle> driver() {
        return ProcessHandle.of(supervisor.pid()).stream()
                .flatMap(ProcessHandle::children)
                .filter(ProcessHandle::isAlive)
                .findFirst();
    }

    /** Whether its driver is the process of that number. */
    public boolean runs(long pid) {
        return driver().filter(driver -> driver.pid() == pid).isPresent();
    }

    /** SIGKILL for the driver alone. Returns when it is dead. */
    public void killDriver() {
        ProcessHandle driver = requireDriver();
        driver.destroyForcibly();
        driver.onExit().join();
    }

    /** SIGKILL for the supervisor alone: its driver hears of it, and ends. Returns when both are dead. */
    public void killSupervisor() throws InterruptedException {
        ProcessHandle driver = requireDriver();
        supervisor.kill();
        driver.onExit().join();
    }

    /** SIGKILL for both, and neither hears of the other's end. Returns when both are dead. */
    public void lose() throws IOException, InterruptedException {
        ProcessHandle driver = requireDriver();
        Signal.STOP.send(driver.pid());
        supervisor.kill();
        driver.destroyForcibly();
        driver.onExit().join();
    }

    private ProcessHandle requireDriver() {
        return driver().orElseThrow(() -> new IllegalStateException(this + " has no driver. " + supervisor.tail()));
    }

    /** Starts a supervisor on it again, when the last one is dead. */
    public void revive() throws IOException {
        if (!supervisor.isAlive()) {
            supervisor = JavaProcess.start(command, log, clock);
        }
    }

    /** Kills the supervisor and its driver, if they still run. */
    @Override
    public void close() {
        Optional<ProcessHandle> driver = driver();
        supervisor.close();
        driver.ifPresent(process -> {
            process.destroyForcibly();
            process.onExit().join();
        });
    }

    @Override
    public String toString() {
        return "host of " + supervisor;
    }
}
