package io.durastream;

/** Durations in minutes, under the name that applications for Spark Streaming may use. */
public final class Minutes {

    private Minutes() {}

    /** The same as {@link Durations#minutes}. */
    public static Duration apply(long minutes) {
        return Durations.minutes(minutes);
    }
}
