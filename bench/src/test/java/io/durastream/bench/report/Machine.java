package io.durastream.bench.report;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Where it was measured. */
public final class Machine {

    private Machine() {}

    /** {@return CPU, cores, memory, operating system and Java, in a sentence} */
    public static String describe() throws IOException {
        var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return String.format(
                Locale.ROOT,
                "%d cores of %s, %.0f GiB, %s %s, Java %s",
                system.getAvailableProcessors(),
                cpuModel(),
                system.getTotalMemorySize() / (double) (1L << 30),
                system.getName(),
                system.getVersion(),
                Runtime.version());
    }

    /** {@return how many processes wanted a core during the last minute} */
    public static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static String cpuModel() throws IOException {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("an unknown CPU");
    }
}
