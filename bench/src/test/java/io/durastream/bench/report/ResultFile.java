package io.durastream.bench.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Results as lines of JSON. */
public record ResultFile(Path path) {

    /** {@return a file without results; those of an earlier run are deleted} */
    public static ResultFile create(Path path) throws IOException {
        Files.createDirectories(path.toAbsolutePath().getParent());
        Files.deleteIfExists(path);
        return new ResultFile(path);
    }

    public void append(Result result) throws IOException {
        Files.writeString(path, Json.write(result) + "\n", UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** {@return all results} */
    public List<Result> read() throws IOException {
        return Files.readAllLines(path, UTF_8).stream()
                .map(line -> Json.read(line, Result.class))
                .toList();
    }
}
