package io.durastream.recovery.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.durastream.Durations;
import io.durastream.StreamingContext;
import io.durastream.Time;
import io.durastream.storage.hdfs.HdfsCluster;
import java.io.IOException;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Monitored directories and the checkpoint on a real HDFS. */
@Timeout(120)
class HdfsFileStreamIT {

    private static final NavigableMap<Time, List<String>> READ = new ConcurrentSkipListMap<>();
    private static final AtomicBoolean FAIL_ONCE = new AtomicBoolean(true);

    private static HdfsCluster hdfs;
    private static FileSystem files;
    private static JavaSparkContext spark;

    @BeforeAll
    static void start() throws IOException {
        hdfs = HdfsCluster.start(1);
        files = new Path(hdfs.uri("/")).getFileSystem(hdfs.conf());
        spark = new JavaSparkContext(new SparkConf(false)
                .setMaster("local[2]")
                .setAppName("HdfsFileStreamIT")
                .set("spark.ui.enabled", "false")
                .set("durastream.fenced.action", "stop"));
    }

    @AfterAll
    static void stop() {
        spark.stop();
        hdfs.close();
    }

    @Test
    void readsTheSameAgainAlthoughAFileHasGrown() throws Exception {
        files.mkdirs(path("/in/a"));
        files.mkdirs(path("/in/b"));
        StreamingContext dying = recoverOrMake();
        dying.start();
        appear("/in/a/_one", "one\n");
        assertThrows(Exception.class, dying::awaitTermination);
        dying.stop(false);
        List<String> seen = lines();
        READ.clear();

        try (FSDataOutputStream appended = files.append(path("/in/a/_one"))) {
            appended.write("more\n".getBytes(UTF_8));
        }
        appear("/in/b/two", "two\n");
        StreamingContext recovered = recoverOrMake();
        recovered.start();
        await().until(() -> lines().size() >= 2);
        recovered.stop(false);

        assertEquals(List.of("one"), seen);
        assertEquals(List.of("one", "two"), lines());
    }

    private static List<String> lines() {
        return READ.values().stream().flatMap(List::stream).toList();
    }

    private static Path path(String name) {
        return new Path(hdfs.uri(name));
    }

    private static void appear(String name, String content) throws IOException {
        try (FSDataOutputStream out = files.create(path("/written"))) {
            out.write(content.getBytes(UTF_8));
        }
        files.rename(path("/written"), path(name));
    }

    private static StreamingContext recoverOrMake() {
        String checkpoint = hdfs.uri("/checkpoint");
        String input = hdfs.uri("/in/*");
        return StreamingContext.getOrCreate(
                checkpoint,
                () -> {
                    StreamingContext context = new StreamingContext(spark, Durations.milliseconds(200));
                    context.checkpoint(checkpoint);
                    context.textFileStream(input).foreachRDD((rdd, time) -> {
                        List<String> lines = rdd.collect();
                        READ.put(time, lines);
                        if (!lines.isEmpty() && FAIL_ONCE.compareAndSet(true, false)) {
                            throw new IllegalStateException("planted, after the batch was seen");
                        }
                    });
                    return context;
                },
                hdfs.conf());
    }
}
