package io.durastream.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/** The SparkContext of a test: its own, made when it is first asked for, or one that it shares. */
final class TestSpark implements AutoCloseable {

    private final boolean own;
    private final SparkConf conf;
    private boolean configured;
    private @Nullable JavaSparkContext context;
    private @Nullable Path stateDirectory;

    /** The RDDs that were cached before, and are not this test's to drop. */
    private final Set<Integer> cachedBefore = new HashSet<>();

    private TestSpark(boolean own, SparkConf conf, @Nullable JavaSparkContext context) {
        this.own = own;
        this.conf = conf;
        this.context = context;
        if (context != null) {
            cachedBefore.addAll(context.getPersistentRDDs().keySet());
        }
    }

    static TestSpark own() {
        return new TestSpark(
                true,
                new SparkConf()
                        .setMaster("local[2]")
                        .setAppName("test")
                        .set("spark.driver.host", "127.0.0.1")
                        .set("spark.driver.bindAddress", "127.0.0.1")
                        .set("spark.ui.enabled", "false")
                        .set("spark.log.level", "WARN")
                        .set("spark.default.parallelism", "2"),
                null);
    }

    static TestSpark shared(JavaSparkContext existing) {
        return new TestSpark(false, existing.getConf(), existing);
    }

    void configure(String key, String value) {
        if (!own) {
            throw new IllegalStateException("Cannot set " + key + ": the SparkContext given by on(...) is configured");
        }
        conf.set(key, value);
        configured = true;
    }

    /** Whether somebody would miss a setting on another SparkContext. */
    boolean isConfigured() {
        return configured;
    }

    JavaSparkContext context() {
        if (context == null) {
            stateDirectory = temporaryDirectory();
            context = new JavaSparkContext(
                    conf.clone().set("durastream.state.localDirectory", stateDirectory.toString()));
        }
        return context;
    }

    /** Drops what executors cached since this test began. */
    void dropCached() {
        if (context != null) {
            context.getPersistentRDDs().forEach((id, rdd) -> {
                if (!cachedBefore.contains(id)) {
                    rdd.unpersist(true);
                }
            });
        }
    }

    @Override
    public void close() {
        if (own && context != null) {
            context.stop();
        }
        if (stateDirectory != null) {
            delete(stateDirectory);
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("durastream-test");
        } catch (IOException e) {
            throw new UncheckedIOException("No place for the local copies of keyed state", e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> found = Files.walk(directory)) {
            List<Path> filesFirst = found.sorted(Comparator.reverseOrder()).toList();
            for (Path path : filesFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Could not delete " + directory, e);
        }
    }
}
