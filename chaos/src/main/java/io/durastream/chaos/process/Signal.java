package io.durastream.chaos.process;

import java.io.IOException;

/** Signals that Java cannot send. */
public enum Signal {
    /** The process stands still and does not know it, as in a long pause of a virtual machine. */
    STOP,
    /** It goes on after {@link #STOP}. */
    CONT;

    /**
     * Sends it.
     *
     * @throws IOException when there is no such process
     */
    public void sendTo(long pid) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + name(), Long.toString(pid))
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("kill -" + name() + " of process " + pid + " failed; is it still running?");
        }
    }
}
