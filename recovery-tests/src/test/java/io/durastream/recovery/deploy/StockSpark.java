package io.durastream.recovery.deploy;

import io.durastream.chaos.cluster.SparkHome;
import io.durastream.examples.WordCount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a user has: the jars of a distribution of Spark, those of Durastream that go with an application, and the application's. All
 * are made by the build, before this module.
 */
final class StockSpark {

    private static final Path DEPLOY = Path.of("").toAbsolutePath().resolveSibling("deploy");

    private StockSpark() {}

    /** The distribution. */
    static SparkHome home() {
        return SparkHome.ofDistribution(built(DEPLOY.resolve("stock-spark/target/spark")));
    }

    /** What a user adds to that with {@code --jars}. */
    static List<Path> durastreamJars() throws IOException {
        try (Stream<Path> jars = Files.list(built(DEPLOY.resolve("jars/target/jars")))) {
            return jars.sorted().toList();
        }
    }

    /** The jar with the examples. */
    static Path applicationJar() {
        Path jar = Path.of(WordCount.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException(
                    "The examples are in " + jar + ", expected a jar; run this with 'mvn verify', which packages them");
        }
        return jar;
    }

    private static Path built(Path file) {
        if (!Files.exists(file)) {
            throw new IllegalStateException(
                    file + " is missing; run this with 'mvn verify', whose modules in deploy/ make it");
        }
        return file;
    }
}
