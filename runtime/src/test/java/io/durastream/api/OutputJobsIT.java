package io.durastream.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.DStream;
import io.durastream.Durations;
import io.durastream.StreamingContext;
import io.durastream.StreamingListener;
import io.durastream.StreamingListenerBatchCompleted;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The jobs of outputs that run two at a time, in scheduler pools. */
class OutputJobsIT {

    private static final String POOL = "spark.scheduler.pool";

    /** Made by {@code spark.streaming.extraListeners}. */
    public static final class Extra extends StreamingListener {
        static final List<Long> COMPLETED = new CopyOnWriteArrayList<>();

        public Extra(SparkConf conf) {
            assertEquals("it", conf.get("spark.app.name"));
        }

        @Override
        public void onBatchCompleted(StreamingListenerBatchCompleted completed) {
            COMPLETED.add(completed.batchInfo().batchTime().milliseconds());
        }
    }

    @Test
    void runTogetherUnderThePropertiesOfTheStart() {
        Map<String, SparkListenerJobStart> jobs = new ConcurrentHashMap<>();
        List<Long> meetings = new CopyOnWriteArrayList<>();
        try (JavaSparkContext spark = new JavaSparkContext(new SparkConf()
                .setMaster("local[2]")
                .setAppName("it")
                .set("spark.ui.enabled", "false")
                .set("spark.scheduler.mode", "FAIR")
                .set("spark.streaming.concurrentJobs", "2")
                .set("spark.streaming.extraListeners", Extra.class.getName()))) {
            spark.sc().addSparkListener(new SparkListener() {
                @Override
                public void onJobStart(SparkListenerJobStart job) {
                    jobs.put(job.properties().getProperty("test.job"), job);
                }
            });
            CyclicBarrier meeting = new CyclicBarrier(2);
            StreamingContext context = new StreamingContext(spark, Durations.milliseconds(100));
            DStream<String> words = context.queueStream(queue(spark, 3));
            words.foreachRDD((rdd, time) -> {
                meeting.await(20, TimeUnit.SECONDS);
                assertNull(spark.getLocalProperty("test.leak"));
                assertEquals("start", spark.getLocalProperty(POOL));
                spark.setLocalProperty("test.leak", "of the first output");
                spark.setLocalProperty(POOL, "own");
                spark.setLocalProperty("test.job", "first");
                rdd.count();
                meetings.add(time.milliseconds());
            });
            words.foreachRDD((rdd, time) -> {
                meeting.await(20, TimeUnit.SECONDS);
                assertNull(spark.getLocalProperty("test.leak"));
                spark.setLocalProperty("test.job", "second");
                rdd.count();
                meetings.add(time.milliseconds());
            });
            spark.setLocalProperty(POOL, "start");
            spark.setJobGroup("group", "of the main program");
            context.start();
            spark.setLocalProperty(POOL, "later");
            spark.setLocalProperty("test.leak", "of the main program");
            Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> meetings.size() >= 6);
            context.stop(false, true);
        }

        for (int i = 0; i + 1 < meetings.size(); i += 2) {
            assertEquals(meetings.get(i), meetings.get(i + 1), () -> "one batch after the other: " + meetings);
        }
        check(jobs.get("first"), "own", 0);
        check(jobs.get("second"), "start", 1);
        assertTrue(Extra.COMPLETED.size() >= 3);
    }

    private static void check(@Nullable SparkListenerJobStart job, String pool, int output) {
        assertNotNull(job);
        assertEquals(pool, job.properties().getProperty(POOL));
        assertNull(job.properties().getProperty("spark.jobGroup.id"));
        assertEquals("false", job.properties().getProperty("spark.job.interruptOnCancel"));
        String time = job.properties().getProperty("spark.streaming.internal.batchTime");
        assertEquals("" + output, job.properties().getProperty("spark.streaming.internal.outputOpId"));
        assertEquals(
                "Streaming job from [output operation " + output + ", batch time " + time + " ms]",
                job.properties().getProperty("spark.job.description"));
    }

    private static Queue<JavaRDD<String>> queue(JavaSparkContext spark, int batches) {
        Queue<JavaRDD<String>> queue = new ArrayDeque<>();
        for (int i = 0; i < batches; i++) {
            queue.add(spark.parallelize(List.of("a"), 1));
        }
        return queue;
    }
}
