package io.durastream.bench.state;

import io.durastream.bench.process.BatchWriter;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Who is compared. */
public enum Contender {
    DURASTREAM("durastream", "Durastream", DurastreamCount::run),
    SPARK_BATCH("spark-batch", "spark-streaming, checkpoint in every batch", SparkStreamingCount::run),
    SPARK_DEFAULT("spark-default", "spark-streaming, checkpoint in every 10th batch", SparkStreamingCount::run),
    STRUCTURED("structured", "Structured Streaming, RocksDB with changelog", StructuredCount::run);

    private final String label;
    private final String title;
    private final Application application;

    Contender(String label, String title, Application application) {
        this.label = label;
        this.title = title;
        this.application = application;
    }

    /** {@return the name on the command line and in results} */
    public String label() {
        return label;
    }

    /** {@return the name in tables} */
    public String title() {
        return title;
    }

    /** Runs until the process is killed. */
    void run(CountWork work, BatchWriter batches) throws Exception {
        application.run(work, batches);
    }

    public static Contender of(String label) {
        return Arrays.stream(values())
                .filter(contender -> contender.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Expected one of "
                        + Arrays.stream(values()).map(Contender::label).collect(Collectors.joining(", ")) + "; got "
                        + label));
    }

    private interface Application {
        void run(CountWork work, BatchWriter batches) throws Exception;
    }
}
