package io.durastream.chaos.cluster;

import io.durastream.chaos.process.JavaProcess;
import io.durastream.chaos.process.Signal;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** A worker of a {@link StandaloneCluster}: the process that starts and watches executors, and drivers in cluster mode. */
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
        return children().flatMap(child -> ExecutorProcess.of(child).stream()).toList();
    }

    /** The drivers that it runs, at this moment. */
    public List<DriverProcess> drivers() {
        return children().flatMap(child -> DriverProcess.of(child).stream()).toList();
    }

    /** SIGKILL for the worker, its drivers and executors, as when their machine fails. Returns when all are dead. */
    public void kill() {
        List<DriverProcess> drivers = drivers();
        List<ExecutorProcess> executors = executors();
        process.close();
        drivers.forEach(DriverProcess::kill);
        executors.forEach(ExecutorProcess::kill);
    }

    /** SIGSTOP for the worker and all that it runs, as when their machine stands still. */
    public void pause() throws IOException, InterruptedException {
        process.pause();
        for (ProcessHandle child : children().toList()) {
            Signal.STOP.send(child.pid());
        }
    }

    /** All goes on after {@link #pause}. */
    public void resume() throws IOException, InterruptedException {
        for (ProcessHandle child : children().toList()) {
            Signal.CONT.send(child.pid());
        }
        process.resume();
    }

    private Stream<ProcessHandle> children() {
        return ProcessHandle.of(process.pid()).stream().flatMap(ProcessHandle::children);
    }

    @Override
    public String toString() {
        return process.toString();
    }
}
