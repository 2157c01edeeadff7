package io.durastream.cli.ha;

import io.durastream.ha.Standby;
import io.durastream.runtime.ha.CandidateId;
import io.durastream.runtime.ha.DriverProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.spark.launcher.JavaModuleOptions;

/** Starts drivers of one application, each with a log of its own, and keeps the last logs. One thread. */
final class JavaDrivers implements DriverProcess.Launcher {

    private static final int LOGS_KEPT = 20;

    private final ApplicationJar application;
    private final ElectionOptions election;
    private final Standby standby;
    private final Map<String, String> configuration;
    private final List<String> jvmOptions;
    private final Path logs;
    private final Deque<Path> written = new ArrayDeque<>();

    /**
     * @param configuration keys of Spark and Durastream
     * @param logs a directory, made if it is missing
     */
    JavaDrivers(
            ApplicationJar application,
            ElectionOptions election,
            Standby standby,
            Map<String, String> configuration,
            List<String> jvmOptions,
            Path logs) {
        this.application = application;
        this.election = election;
        this.standby = standby;
        this.configuration = configuration;
        this.jvmOptions = jvmOptions;
        this.logs = logs;
    }

    @Override
    public DriverProcess start(CandidateId candidate) throws IOException {
        Path log = Files.createDirectories(logs).resolve("driver-" + candidate + ".log");
        written.addLast(log);
        if (written.size() > LOGS_KEPT) {
            Files.deleteIfExists(written.removeFirst());
        }
        return JavaDriver.start(command(candidate), log);
    }

    private List<String> command(CandidateId candidate) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
        words.add("-Dspark.streaming.checkpoint.directory=" + election.checkpoint());
        configuration.forEach((key, value) -> words.add("-D" + key + "=" + value));
        words.addAll(jvmOptions);
        words.add("-cp");
        words.add(application.jar().toAbsolutePath() + File.pathSeparator + System.getProperty("java.class.path"));
        words.add(CandidateMain.class.getName());
        words.addAll(election.words());
        words.addAll(List.of("--id", candidate.value(), "--standby", standby.name()));
        words.add(application.mainClass());
        words.addAll(application.arguments());
        return words;
    }
}
