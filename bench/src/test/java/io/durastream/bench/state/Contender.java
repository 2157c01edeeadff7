package io.durastream.bench.state;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Who is compared. */
public enum Contender {
    DURASTREAM("durastream", "Durastream"),
    SPARK_BATCH("spark-batch", "spark-streaming, checkpoint in every batch"),
    SPARK_DEFAULT("spark-default", "spark-streaming, checkpoint in every 10th batch"),
    STRUCTURED("structured", "Structured Streaming, RocksDB with changelog");

    private final String label;
    private final String title;

    Contender(String label, String title) {
        this.label = label;
        this.title = title;
    }

    /** {@return the name on the command line and in results} */
    public String label() {
        return label;
    }

    /** {@return the name in tables} */
    public String title() {
        return title;
    }

    public static Contender of(String label) {
        return Arrays.stream(values())
                .filter(contender -> contender.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Expected one of "
                        + Arrays.stream(values()).map(Contender::label).collect(Collectors.joining(", ")) + "; got "
                        + label));
    }
}
