package io.durastream.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.BatchInfo;
import io.durastream.Durations;
import io.durastream.StreamingContext;
import io.durastream.StreamingListener;
import io.durastream.StreamingListenerBatchCompleted;
import io.durastream.bench.report.Percentiles;
import io.durastream.storage.Clock;
import io.durastream.storage.FileInfo;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.storage.Storages;
import io.durastream.storage.hdfs.HdfsCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/**
 * The floor of a batch in {@code local[2]}: batches without records, with one output, with and without keyed state, with
 * the checkpoint directory on local disk and on HDFS; and what they write. Asked for with {@code mvn -pl bench -am verify
 * -Dit.test=BatchFloorIT -Dsurefire.skip -Ddurastream.measure=true}.
 */
@EnabledIfSystemProperty(named = "durastream.measure", matches = "true")
final class BatchFloorIT {

    private static final int WARM_UP = 100;
    private static final int MEASURED = 400;
    private static final long INTERVAL_MILLIS = 100;

    @TempDir
    Path directory;

    @Test
    void measuresLocalDisk() throws Exception {
        for (boolean stateful : List.of(false, true)) {
            String uri = directory.resolve("checkpoint-" + stateful).toUri().toString();
            measure("local disk", uri, new Configuration(), stateful);
        }
    }

    @Test
    void measuresHdfs() throws Exception {
        try (HdfsCluster cluster = HdfsCluster.start(3)) {
            for (boolean stateful : List.of(false, true)) {
                measure("HDFS, 3 DataNodes", cluster.uri("/floor-" + stateful), cluster.conf(), stateful);
            }
        }
    }

    private void measure(String where, String uri, Configuration hadoop, boolean stateful) throws Exception {
        List<BatchInfo> batches = new CopyOnWriteArrayList<>();
        SparkConf conf = new SparkConf()
                .setMaster("local[2]")
                .setAppName("floor")
                .set("spark.ui.enabled", "false")
                .set("spark.default.parallelism", "2")
                .set("durastream.fenced.action", "stop")
                .set(
                        "durastream.state.localDirectory",
                        directory.resolve("state").toString());
        try (JavaSparkContext spark = new JavaSparkContext(conf)) {
            hadoop.forEach(entry -> spark.hadoopConfiguration().set(entry.getKey(), entry.getValue()));
            StreamingContext context = new StreamingContext(spark, Durations.milliseconds(INTERVAL_MILLIS));
            context.checkpoint(uri);
            var pairs = context.queueStream(new ArrayDeque<JavaRDD<String>>()).mapToPair(word -> new Tuple2<>(word, 1));
            if (stateful) {
                pairs.<Integer>updateStateByKey((ones, sum) -> Optional.of(sum.orElse(0) + ones.size()))
                        .foreachRDD(rdd -> rdd.foreachPartition(rows -> {}));
            } else {
                pairs.foreachRDD(rdd -> rdd.foreachPartition(rows -> {}));
            }
            context.addStreamingListener(new StreamingListener() {
                @Override
                public void onBatchCompleted(StreamingListenerBatchCompleted completed) {
                    batches.add(completed.batchInfo());
                }
            });
            context.start();
            Awaitility.await().atMost(Duration.ofMinutes(5)).until(() -> batches.size() >= WARM_UP + MEASURED);
            context.stop(false, true);
        }
        report(where, uri, hadoop, stateful, batches);
    }

    private static void report(
            String where, String uri, Configuration hadoop, boolean stateful, List<BatchInfo> batches)
            throws Exception {
        List<BatchInfo> measured = batches.subList(WARM_UP, WARM_UP + MEASURED);
        Percentiles processing =
                Percentiles.of(measured.stream().map(BatchInfo::processingDelay).toList());
        Percentiles total =
                Percentiles.of(measured.stream().map(BatchInfo::totalDelay).toList());
        assertTrue(total.p50() >= processing.p50(), "the total contains the processing");
        long entries;
        long bytes;
        try (Storage storage = Storages.open(uri, hadoop, Clock.system())) {
            List<FileInfo> files = storage.list(StoragePath.of("batches"));
            List<FileInfo> live = files.stream()
                    .filter(file -> file.path().value().endsWith(".entry"))
                    .toList();
            entries = live.stream()
                    .mapToLong(file -> Long.parseLong(file.path().name().replace(".entry", "")))
                    .max()
                    .orElseThrow();
            bytes = live.stream().mapToLong(FileInfo::length).sum() / Math.max(1, live.size());
        }
        System.out.println(String.format(
                Locale.ROOT,
                "batch floor | %s | %s | outputs %s | due to done %s | %.2f log files a batch, %d bytes each",
                where,
                stateful ? "updateStateByKey, no keys" : "stateless",
                processing,
                total,
                (double) entries / batches.size(),
                bytes));
    }
}
