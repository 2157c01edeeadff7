package io.durastream.runtime.application;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/**
 * The harnesses of the tests that go on in this JVM. Static, because a context that is recovered from a checkpoint is made
 * by nobody who could hand it one: it finds it by the id that its thread carries as a local property of the SparkContext.
 */
public final class TestHarnesses {

    /** The local property of a SparkContext that holds the id of the harness. */
    public static final String ID_PROPERTY = "durastream.test";

    private static final String CLOCK_KEY = "spark.streaming.clock";
    private static final String SYSTEM_CLOCK = "org.apache.spark.util.SystemClock";
    private static final String MANUAL_CLOCK = "org.apache.spark.util.ManualClock";

    private static final Map<String, Harness> BY_ID = new ConcurrentHashMap<>();

    private TestHarnesses() {}

    /** Whether the id was free. */
    public static boolean register(String id, Harness harness) {
        return BY_ID.putIfAbsent(id, harness) == null;
    }

    /** Frees the id. */
    public static void remove(String id) {
        BY_ID.remove(id);
    }

    /** The harness of that id; null when its test is over, or went on in another JVM. */
    public static @Nullable Harness find(String id) {
        return BY_ID.get(id);
    }

    /**
     * The harness for a context that this thread starts: the one that the test kit put up, else the machine.
     *
     * @throws IllegalArgumentException when {@code spark.streaming.clock} asks for something else
     */
    static Harness of(JavaSparkContext spark) {
        String id = spark.getLocalProperty(ID_PROPERTY);
        if (id == null) {
            requireSystemClock(spark.getConf());
            return Harness.machine();
        }
        Harness harness = find(id);
        if (harness == null) {
            throw new IllegalStateException("The test " + id + " is over, and its thread still starts a context");
        }
        return harness;
    }

    static void requireSystemClock(SparkConf conf) {
        String clock = conf.get(CLOCK_KEY, SYSTEM_CLOCK);
        switch (clock) {
            case SYSTEM_CLOCK -> {}
            case MANUAL_CLOCK ->
                throw new IllegalArgumentException(CLOCK_KEY + " is " + MANUAL_CLOCK
                        + ", a clock that somebody has to turn. Start the application through"
                        + " io.durastream.testkit.StreamTest, which does, or leave the key out");
            default ->
                throw new IllegalArgumentException(CLOCK_KEY + " is " + clock + ", expected " + SYSTEM_CLOCK
                        + ". For a clock that tests turn by hand see io.durastream.testkit.StreamTest");
        }
    }
}
