package io.durastream.bench.state;

import io.durastream.bench.process.BatchWriter;
import java.time.Instant;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.apache.spark.sql.streaming.Trigger;

/**
 * The counts on Structured Streaming. Its first records fill the state, one for each key. A batch is a trigger, which ends
 * with the commit.
 */
final class StructuredCount {

    private StructuredCount() {}

    static void run(CountWork work, BatchWriter batches) throws Exception {
        SparkSession spark = SparkSession.builder()
                .config(Settings.spark(work))
                .config("spark.sql.shuffle.partitions", CountWork.PARTITIONS)
                .config(
                        "spark.sql.streaming.stateStore.providerClass",
                        "org.apache.spark.sql.execution.streaming.state.RocksDBStateStoreProvider")
                .config("spark.sql.streaming.stateStore.rocksdb.changelogCheckpointing.enabled", true)
                .getOrCreate();
        spark.streams().addListener(new StreamingQueryListener() {
            @Override
            public void onQueryStarted(QueryStartedEvent event) {}

            @Override
            public void onQueryTerminated(QueryTerminatedEvent event) {}

            @Override
            public void onQueryProgress(QueryProgressEvent event) {
                var progress = event.progress();
                long start = Instant.parse(progress.timestamp()).toEpochMilli();
                batches.started(start, start);
                batches.committed(start, start + progress.durationMs().getOrDefault("triggerExecution", 0L));
            }
        });
        spark.readStream()
                .format("rate-micro-batch")
                .option("rowsPerBatch", work.records())
                .option("numPartitions", CountWork.PARTITIONS)
                .load()
                .selectExpr("if(value < %1$dL, value, pmod(xxhash64(value), %1$dL)) as key".formatted(work.keys()))
                .groupBy("key")
                .count()
                .writeStream()
                .format("noop")
                .outputMode("update")
                .option("checkpointLocation", work.checkpoint())
                .trigger(Trigger.ProcessingTime(work.intervalMillis()))
                .start()
                .awaitTermination();
    }
}
