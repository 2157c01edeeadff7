package io.durastream;

/** Durations in milliseconds, under the name that applications for Spark Streaming may use. */
public final class Milliseconds {

    private Milliseconds() {}

    /**
     * The same as {@link Durations#milliseconds}.
     *
     * @param milliseconds how many
     * @return a span of that length
     */
    public static Duration apply(long milliseconds) {
        return Durations.milliseconds(milliseconds);
    }
}
