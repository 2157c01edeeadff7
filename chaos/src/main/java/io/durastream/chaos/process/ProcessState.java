package io.durastream.chaos.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the operating system says that a process does, from the {@code /proc} of Linux. */
public enum ProcessState {
    /** Runs, or could if it had something to do. */
    RUNNING,
    /** Stands still until it is told to go on. */
    STOPPED,
    /** There is no such process, or nothing of it but its exit code. */
    GONE;

    /** Of a process at this moment. */
    public static ProcessState of(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // The name in parentheses may have anything in it.
            return switch (stat.charAt(stat.lastIndexOf(')') + 2)) {
                case 'T', 't' -> STOPPED;
                case 'Z', 'X', 'x' -> GONE;
                default -> RUNNING;
            };
        } catch (IOException e) {
            return GONE;
        }
    }
}
