package io.durastream.recovery.process;

import io.durastream.chaos.ha.ApplicationJar;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;

/** Versions of one application: the same class with other content, each compiled into a directory of its own. */
final class Versions {

    static final String MAIN_CLASS = "upgrade.App";

    /** What it prints when its graph is defined anew. */
    static final String FACTORY_CALLED = "the factory is called";

    private static final String SOURCE = """
            package upgrade;

            import io.durastream.*;
            import io.durastream.examples.ReliableLineReceiver;
            import io.durastream.chaos.ledger.Ledger;
            import java.util.*;
            import org.apache.spark.SparkConf;
            import org.apache.spark.api.java.Optional;
            import scala.Tuple2;

            public final class App {

                /** Checkpoint directory, port of the source, directory of the ledger, operators to drop or "". */
                public static void main(String[] args) throws Exception {
                    StreamingContext context = StreamingContext.getOrCreate(args[0], () -> create(args));
                    context.start();
                    context.awaitTermination();
                }

                private static StreamingContext create(String[] args) {
                    System.out.println("%s");
                    SparkConf conf = new SparkConf().setAppName("upgrade").set("durastream.recovery.drop", args[3]);
                    StreamingContext context = new StreamingContext(conf, new Duration(%d));
                    context.checkpoint(args[0]);
                    Ledger ledger = new Ledger(args[2]);
                    ReceiverInputDStream<String> lines =
                            context.receiverStream(new ReliableLineReceiver("127.0.0.1", Integer.parseInt(args[1])));
                    lines.uid("lines");
                    lines.foreachRDD((rdd, time) -> ledger.write("input", time, rdd.collect()));
                    PairDStream<String, Long> words = lines.flatMap(line -> Arrays.asList(line.split(" ")).iterator())
                            .mapToPair(word -> new Tuple2<>(word, 1L));
                    %s
                    return context;
                }

                private static void count(PairDStream<String, Long> words, String id, int partitions, long weight, Ledger ledger) {
                    words.updateStateByKey((List<Long> ones, Optional<Long> before) ->
                                    Optional.of(before.orElse(0L) + weight * ones.size()), partitions)
                            .uid(id)
                            .map(count -> count._1() + "\\t" + count._2())
                            .foreachRDD((rdd, time) -> ledger.writeSorted(id, time, rdd.collect()));
                }
            }
            """;

    private static final String CLASS_PATH = System.getProperty("java.class.path");

    private final Path directory;

    Versions(Path directory) {
        this.directory = directory;
    }

    /**
     * Compiles a version.
     *
     * @param operators the statements that define its operators
     * @return the class path to run it with
     */
    String compile(String name, String operators) throws IOException {
        return classes(name, operators) + File.pathSeparator + CLASS_PATH;
    }

    /** Compiles a version, and packages it. */
    Path jar(String name, String operators) throws IOException {
        return ApplicationJar.ofDirectory(directory.resolve(name + ".jar"), MAIN_CLASS, classes(name, operators));
    }

    /**
     * The statements that define counts.
     *
     * @param weight what a word counts for
     * @param ids of the operators
     */
    static String counts(int partitions, long weight, String... ids) {
        StringBuilder source = new StringBuilder();
        for (String id : ids) {
            source.append("count(words, \"%s\", %d, %dL, ledger);%n".formatted(id, partitions, weight));
        }
        return source.toString();
    }

    private Path classes(String name, String operators) throws IOException {
        Path classes = Files.createDirectories(directory.resolve(name));
        Path source =
                Files.createDirectories(directory.resolve(name + "-source")).resolve("App.java");
        Files.writeString(source, SOURCE.formatted(FACTORY_CALLED, Shape.BATCH_MILLIS, operators));
        int exit = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        List.of("-proc:none", "-cp", CLASS_PATH, "-d", classes.toString(), source.toString())
                                .toArray(String[]::new));
        if (exit != 0) {
            throw new AssertionError("Version " + name + " does not compile");
        }
        return classes;
    }
}
