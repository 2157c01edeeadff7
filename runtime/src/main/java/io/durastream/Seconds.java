package io.durastream;

/** Durations in seconds, under the name that applications for Spark Streaming may use. */
public final class Seconds {

    private Seconds() {}

    /**
     * The same as {@link Durations#seconds}.
     *
     * @param seconds how many
     * @return a span of that length
     */
    public static Duration apply(long seconds) {
        return Durations.seconds(seconds);
    }
}
