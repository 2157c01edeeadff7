package io.durastream.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A SparkContext of two cores for the tests of a class. */
@SuppressWarnings("NullAway.Init") // by beforeAll
final class LocalSpark implements BeforeAllCallback, AfterAllCallback {

    private Path stateDirectory;
    private JavaSparkContext context;

    /** The context, while tests run. */
    JavaSparkContext context() {
        return context;
    }

    @Override
    public void beforeAll(ExtensionContext tests) throws IOException {
        stateDirectory = Files.createTempDirectory("durastream-state");
        context = new JavaSparkContext(new SparkConf()
                .setMaster("local[2]")
                .setAppName(tests.getDisplayName())
                .set("spark.ui.enabled", "false")
                .set("spark.default.parallelism", "2")
                .set("durastream.fenced.action", "stop")
                .set("durastream.state.localDirectory", stateDirectory.toString()));
    }

    @Override
    public void afterAll(ExtensionContext tests) throws IOException {
        context.stop();
        try (Stream<Path> left = Files.walk(stateDirectory)) {
            List<Path> deepestFirst = left.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        }
    }
}
