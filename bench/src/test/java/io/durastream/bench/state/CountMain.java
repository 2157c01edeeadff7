package io.durastream.bench.state;

import io.durastream.bench.process.BatchWriter;
import io.durastream.bench.report.Json;

/** The process of a contender: runs the {@link CountWork} that is its argument until it is killed. */
final class CountMain {

    private CountMain() {}

    public static void main(String[] arguments) throws Exception {
        CountWork work = Json.read(arguments[0], CountWork.class);
        BatchWriter batches = new BatchWriter(work.batches());
        switch (work.contender()) {
            case DURASTREAM -> DurastreamCount.run(work, batches);
            case SPARK_BATCH, SPARK_DEFAULT -> SparkStreamingCount.run(work, batches);
            case STRUCTURED -> StructuredCount.run(work, batches);
        }
    }
}
