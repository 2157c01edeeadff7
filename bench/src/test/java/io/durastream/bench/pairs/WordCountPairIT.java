package io.durastream.bench.pairs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The word count of a batch beside spark-streaming's, in one JVM, in alternation, after rounds for warming up. Asked for with
 * {@code mvn -pl bench -am verify -Dit.test=WordCountPairIT -Dsurefire.skip -Ddurastream.measure=true}.
 */
@EnabledIfSystemProperty(named = "durastream.measure", matches = "true")
final class WordCountPairIT {

    private static final int WARM_UP_ROUNDS = 2;
    private static final int ROUNDS = 5;

    /** No system holds it: batches follow each other as fast as they can. */
    private static final long UNHOLDABLE_MILLIS = 6;

    @TempDir
    Path directory;

    @Test
    void largeBatchTakesNoLonger() throws Exception {
        assertTrue(measure("100k words, due to done", 100_000, 200, 50, false, Contender.Run::median) <= 1.0);
    }

    @Test
    void smallCommittedBatchTakesAtMostFourFifths() throws Exception {
        assertTrue(measure("1k words, due to done", 1_000, 100, 100, true, Contender.Run::median) <= 0.8);
        assertTrue(measure(
                        "1k words, committed batches",
                        1_000,
                        UNHOLDABLE_MILLIS,
                        400,
                        true,
                        Contender.Run::wallMillisABatch)
                <= 0.8);
    }

    /** @return the median over the rounds of Durastream's time divided by spark-streaming's */
    private double measure(String what, int words, long intervalMillis, int batches, boolean checkpoint, Figure figure)
            throws Exception {
        try (JavaSparkContext spark = new JavaSparkContext(new SparkConf()
                .setMaster("local[2]")
                .setAppName("pair")
                .set("spark.ui.enabled", "false")
                .set("spark.default.parallelism", "2")
                .set("durastream.fenced.action", "stop"))) {
            WordCount work = WordCount.of(spark, words, intervalMillis, batches);
            List<Double> ratios = new ArrayList<>();
            for (int round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
                double peer = figure.of(Contender.SPARK_STREAMING.run(spark, work, newDirectory(checkpoint)));
                double ours = figure.of(Contender.DURASTREAM.run(spark, work, newDirectory(checkpoint)));
                System.out.println(String.format(
                        Locale.ROOT,
                        "pair | %s | round %d | spark-streaming %.1f ms | durastream %.1f ms | ratio %.2f",
                        what,
                        round,
                        peer,
                        ours,
                        ours / peer));
                if (round >= WARM_UP_ROUNDS) {
                    ratios.add(ours / peer);
                }
            }
            double median =
                    ratios.stream().sorted().skip(ROUNDS / 2).findFirst().orElseThrow();
            System.out.println(String.format(Locale.ROOT, "pair | %s | median ratio %.2f", what, median));
            return median;
        }
    }

    private @Nullable String newDirectory(boolean checkpoint) throws Exception {
        return checkpoint
                ? Files.createTempDirectory(directory, "checkpoint").toUri().toString()
                : null;
    }

    /** What is compared. */
    private interface Figure {
        double of(Contender.Run run);
    }
}
