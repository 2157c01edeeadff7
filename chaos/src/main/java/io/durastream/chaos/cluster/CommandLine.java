package io.durastream.chaos.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The words with which a process was started, from the {@code /proc} of Linux. */
final class CommandLine {

    private CommandLine() {}

    /** Nothing when it has died. Not from {@code ProcessHandle.info()}, which drops the arguments when a class path is long. */
    static List<String> of(ProcessHandle process) {
        try {
            Path file = Path.of("/proc", Long.toString(process.pid()), "cmdline");
            return Arrays.asList(Files.readString(file, UTF_8).split("\0", -1));
        } catch (IOException e) {
            return List.of();
        }
    }
}
