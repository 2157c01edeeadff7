package io.durastream.chaos.cluster;

import java.util.Optional;

/** A driver that a worker of a {@link StandaloneCluster} has started, for an application submitted in cluster mode. */
public record DriverProcess(ProcessHandle handle) {

    private static final String MAIN_CLASS = "org.apache.spark.deploy.worker.DriverWrapper";

    /** The driver that a process is, if it is one. */
    static Optional<DriverProcess> of(ProcessHandle process) {
        return CommandLine.of(process).contains(MAIN_CLASS)
                ? Optional.of(new DriverProcess(process))
                : Optional.empty();
    }

    /** SIGKILL. Returns when it is dead. */
    public void kill() {
        handle.destroyForcibly();
        handle.onExit().join();
    }
}
