package io.durastream.chaos.cluster;

import io.durastream.chaos.process.JavaProcess;
import java.util.List;

/** A worker of a {@link StandaloneCluster}: the process that starts and watches executors. */
public final class ClusterWorker {

    private final JavaProcess process;

    ClusterWorker(JavaProcess process) {
        this.process = process;
    }

    JavaProcess process() {
        return process;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Its executors, at this moment. */
    public List<ExecutorProcess> executors() {
        return ProcessHandle.of(process.pid()).stream()
                .flatMap(ProcessHandle::children)
                .flatMap(child -> ExecutorProcess.of(child).stream())
                .toList();
    }

    /** SIGKILL for the worker and its executors, as when their machine fails. Returns when all are dead. */
    public void kill() {
        List<ExecutorProcess> executors = executors();
        process.close();
        executors.forEach(ExecutorProcess::kill);
    }

    @Override
    public String toString() {
        return process.toString();
    }
}
