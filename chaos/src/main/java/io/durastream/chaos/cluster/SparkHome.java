package io.durastream.chaos.cluster;

import io.durastream.chaos.process.JavaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a Spark installation is to its processes.
 *
 * @param directory {@code SPARK_HOME}; workers give what is in its {@code jars} to the drivers and executors that they start
 * @param classPath of the processes themselves
 */
public record SparkHome(Path directory, String classPath) {

    /** The Spark on the class path of this JVM. Drivers and executors get no class path from it. */
    public static SparkHome ofThisJvm(Path directory) throws IOException {
        Files.createDirectories(directory.resolve("jars"));
        return new SparkHome(directory, System.getProperty("java.class.path"));
    }

    /** A distribution of Spark: its {@code jars} are the class path of every process, and nothing else is. */
    public static SparkHome ofDistribution(Path directory) {
        return new SparkHome(directory, directory.resolve("jars").resolve("*").toString());
    }

    /** A process of this installation, on the loopback address. */
    public JavaCommand command(String mainClass) {
        return JavaCommand.of(mainClass)
                .withClassPath(classPath)
                .withEnvironment("SPARK_HOME", directory.toString())
                .withEnvironment("SPARK_SCALA_VERSION", "2.13")
                .withEnvironment("SPARK_LOCAL_IP", "127.0.0.1");
    }
}
