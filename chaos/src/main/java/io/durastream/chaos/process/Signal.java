package io.durastream.chaos.process;

import java.io.IOException;

/** What an operating system does to a process that does not know it. */
public enum Signal {
    /** It stands still, as in a long pause of a virtual machine. */
    STOP,
    /** It goes on after {@link #STOP}. */
    CONT;

    /**
     * Sends it, and returns when the process has it.
     *
     * @throws IOException when there is no such process
     */
    public void send(long pid) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + name(), Long.toString(pid))
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("kill -" + name() + " of process " + pid + " failed; is it still running?");
        }
    }
}
