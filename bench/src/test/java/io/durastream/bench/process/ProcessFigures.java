package io.durastream.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What Linux says of a running process. */
public record ProcessFigures(long pid) {

    private static final String PEAK = "VmHWM:";

    /** {@return the CPU time of all its threads since it started} */
    public Duration cpu() {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(() -> new IllegalStateException("Process " + pid + " does not run any more"));
    }

    /** {@return the most memory that was ever resident, in bytes} */
    public long peakResidentBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith(PEAK)) {
                return Long.parseLong(line.replaceAll("\\D", "")) << 10;
            }
        }
        throw new IllegalStateException("Expected a line " + PEAK + " in /proc/" + pid + "/status");
    }
}
