package io.durastream.chaos.report;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.durastream.chaos.run.RunOptions;
import io.durastream.chaos.run.RunResult;
import io.durastream.chaos.schedule.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is kept of a run in its directory: {@code run.json} from its beginning on, {@code report.html} and {@code report.json}
 * when it is over.
 *
 * @param directory of the run
 */
public record RunFiles(Path directory) {

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /**
     * What a run is to do, as it is replayed.
     *
     * @param options what was asked
     * @param schedule what follows from them
     */
    public record Saved(RunOptions options, Schedule schedule) {}

    /** Before the run. */
    public void save(RunOptions options, Schedule schedule) throws IOException {
        Files.createDirectories(directory);
        JSON.writeValue(run().toFile(), new Saved(options, schedule));
    }

    /**
     * What an earlier run was to do.
     *
     * @throws IOException when there is no such run
     */
    public Saved load() throws IOException {
        if (!Files.exists(run())) {
            throw new IOException("There is no run in " + directory + ": expected " + run());
        }
        return JSON.readValue(run().toFile(), Saved.class);
    }

    /** After the run. Returns the page for people. */
    public Path write(RunResult result) throws IOException {
        JSON.writeValue(directory.resolve("report.json").toFile(), JsonReport.of(result));
        return Files.writeString(directory.resolve("report.html"), HtmlReport.of(result));
    }

    private Path run() {
        return directory.resolve("run.json");
    }
}
