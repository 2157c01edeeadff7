package io.durastream.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.Durations;
import io.durastream.StreamingContext;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that ends while a batch runs: the context is stopped first, gracefully, and the SparkContext after it. */
class ShutdownIT {

    private static final int EXIT_CODE = 7;

    @TempDir
    Path directory;

    @Test
    void finishesTheBatchAtHandBeforeTheProcessEnds() throws Exception {
        Path log = directory.resolve("log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Ending.class.getName(), "" + directory));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = process.waitFor(90, TimeUnit.SECONDS);
        process.destroyForcibly();

        assertTrue(ended, () -> read(log));
        assertEquals(EXIT_CODE, process.exitValue(), () -> read(log));
        assertEquals("begun\ncounted 2\n", read(directory.resolve("batches")), () -> read(log));
        assertTrue(Files.isDirectory(directory.resolve("checkpoint/batches")), "the directory of the configuration");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** The process. */
    static final class Ending {

        private static final CountDownLatch BEGUN = new CountDownLatch(1);
        private static final CountDownLatch NEVER = new CountDownLatch(1);

        public static void main(String[] arguments) throws Exception {
            File directory = new File(arguments[0]);
            String batches = new File(directory, "batches").getPath();
            JavaSparkContext spark = new JavaSparkContext(new SparkConf()
                    .setMaster("local[1]")
                    .setAppName("it")
                    .set("spark.ui.enabled", "false")
                    .set(
                            "spark.streaming.checkpoint.directory",
                            new File(directory, "checkpoint").toURI().toString())
                    .set("spark.streaming.gracefulStopTimeout", "60s")
                    .set("spark.streaming.stopGracefullyOnShutdown", "true"));
            StreamingContext context = new StreamingContext(spark, Durations.seconds(1));
            Queue<JavaRDD<Integer>> queue = new ArrayDeque<>(List.of(spark.parallelize(List.of(1, 2))));
            context.queueStream(queue).foreachRDD(rdd -> {
                if (!rdd.isEmpty()) {
                    write(batches, "begun");
                    BEGUN.countDown();
                    // Long enough for the process to be about to end, and longer than a stop that is not graceful
                    // waits.
                    boolean ignored = NEVER.await(3, TimeUnit.SECONDS);
                    write(batches, "counted " + rdd.count());
                }
            });
            context.start();
            BEGUN.await();
            System.exit(EXIT_CODE);
        }

        private static void write(String file, String line) throws IOException {
            Files.writeString(Path.of(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }
}
