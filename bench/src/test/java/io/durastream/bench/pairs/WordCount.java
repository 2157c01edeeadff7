package io.durastream.bench.pairs;

import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The work of both systems: every batch counts the words of the same cached lines, and consumes the counts.
 *
 * @param lines what each batch reads
 * @param intervalMillis the batch interval; one that no system can hold measures how fast batches follow each other
 * @param batches how many batches are waited for
 */
record WordCount(JavaRDD<String> lines, long intervalMillis, int batches, Progress progress) {

    private static final int WORDS_A_LINE = 10;
    private static final int DIFFERENT_WORDS = 1_000;

    static WordCount of(JavaSparkContext spark, int words, long intervalMillis, int batches) {
        Random random = new Random(1);
        List<String> lines = IntStream.range(0, words / WORDS_A_LINE)
                .mapToObj(line -> IntStream.range(0, WORDS_A_LINE)
                        .mapToObj(word -> "word" + random.nextInt(DIFFERENT_WORDS))
                        .collect(Collectors.joining(" ")))
                .toList();
        JavaRDD<String> cached = spark.parallelize(lines, 2).cache();
        if (cached.count() != lines.size()) {
            throw new IllegalStateException("The lines are not in the cache");
        }
        return new WordCount(cached, intervalMillis, batches, new Progress(batches));
    }

    WordCount again() {
        return new WordCount(lines, intervalMillis, batches, new Progress(batches));
    }

    void output(JavaPairRDD<String, Integer> counts, long batchMillis) {
        counts.foreachPartition(rows -> {
            while (rows.hasNext()) {
                rows.next();
            }
        });
        progress.done(System.currentTimeMillis() - batchMillis);
    }

    /** How long each batch took, from when it was due to the end of its output. */
    static final class Progress {

        private final ConcurrentLinkedQueue<Long> millis = new ConcurrentLinkedQueue<>();
        private final CountDownLatch left;

        Progress(int batches) {
            left = new CountDownLatch(batches);
        }

        void done(long dueToDoneMillis) {
            millis.add(dueToDoneMillis);
            left.countDown();
        }

        void await() throws InterruptedException {
            if (!left.await(5, TimeUnit.MINUTES)) {
                throw new IllegalStateException(left.getCount() + " batches are missing after five minutes");
            }
        }

        Collection<Long> millis() {
            return List.copyOf(millis);
        }
    }
}
