package io.durastream.chaos.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the operating system grants to a process that runs. Needs {@code prlimit} of Linux, and no privileges. */
public final class ResourceLimits {

    private static final String FILE_SIZE = "Max file size";

    private ResourceLimits() {}

    /** From now on no write of the process makes a file longer than that; it fails as on a full disk. */
    public static void limitFileSize(long pid, long bytes) throws IOException, InterruptedException {
        setFileSize(pid, Long.toString(bytes));
    }

    /** Ends what {@link #limitFileSize} did. */
    public static void freeFileSize(long pid) throws IOException, InterruptedException {
        setFileSize(pid, "unlimited");
    }

    private static void setFileSize(long pid, String soft) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("prlimit", "--pid", Long.toString(pid), "--fsize=" + soft + ":unlimited")
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("prlimit cannot set the file size of process " + pid + " to " + soft + ": exit code "
                    + exit + "; is the process still there, and its hard limit 'unlimited'?");
        }
    }

    /** The line of the kernel about the limit of the size of files. */
    public static String fileSize(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "limits")).stream()
                .filter(line -> line.startsWith(FILE_SIZE))
                .findFirst()
                .orElseThrow()
                .replaceAll("\\s+", " ");
    }
}
