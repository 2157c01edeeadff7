package io.durastream.runtime.spark;

import java.util.Properties;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The local properties that a thread had at some time, without its job group: the scheduler pool above all. Jobs of other
 * threads can be given the same.
 */
public final class LocalProperties {

    private final Properties captured;

    private LocalProperties(Properties captured) {
        this.captured = captured;
    }

    /** Those that the calling thread has now. */
    public static LocalProperties ofThisThread(JavaSparkContext spark) {
        Properties captured = copyOf(spark.sc().getLocalProperties());
        captured.remove("spark.jobGroup.id");
        captured.remove("spark.job.description");
        captured.setProperty("spark.job.interruptOnCancel", "false");
        return new LocalProperties(captured);
    }

    /** Gives the calling thread these properties, and takes all others from it. */
    public void applyToThisThread(JavaSparkContext spark) {
        spark.sc().setLocalProperties(copyOf(captured));
    }

    private static Properties copyOf(Properties properties) {
        Properties copy = new Properties();
        properties.stringPropertyNames().forEach(name -> copy.setProperty(name, properties.getProperty(name)));
        return copy;
    }
}
