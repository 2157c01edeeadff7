package io.durastream;

/** Durations in minutes, under the name that applications for Spark Streaming may use. */
public final class Minutes {

    private Minutes() {}

    /**
     * The same as {@link Durations#minutes}.
     *
     * @param minutes how many
     * @return a span of that length
     */
    public static Duration apply(long minutes) {
        return Durations.minutes(minutes);
    }
}
