package io.durastream.runtime.ha;

import java.io.IOException;

/** A driver in a process of its own, as its supervisor sees it. Any thread. */
public interface DriverProcess {

    /** Starts drivers. */
    @FunctionalInterface
    interface Launcher {
        /**
         * Starts a candidate, which ends when this process does.
         *
         * @param candidate the id by which it is to stand for election
         * @throws IOException when there can be no such process
         */
        DriverProcess start(CandidateId candidate) throws IOException;
    }

    /** Waits until the operating system says that the process is gone, and gives its exit code. */
    int awaitExit() throws InterruptedException;

    /** Asks it to end, as SIGTERM does. Returns at once. */
    void terminate();

    /** SIGKILL. Returns at once. */
    void kill();

    /** What it said last, for people. */
    String lastWords();
}
