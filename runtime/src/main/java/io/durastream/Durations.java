package io.durastream;

/** Makes {@linkplain Duration durations} of the units that applications speak in. */
public final class Durations {

    private Durations() {}

    /**
     * {@return so many milliseconds}
     *
     * @param milliseconds how many
     */
    public static Duration milliseconds(long milliseconds) {
        return new Duration(milliseconds);
    }

    /**
     * {@return so many seconds}
     *
     * @param seconds how many
     */
    public static Duration seconds(long seconds) {
        return new Duration(seconds * 1000);
    }

    /**
     * {@return so many minutes}
     *
     * @param minutes how many
     */
    public static Duration minutes(long minutes) {
        return new Duration(minutes * 60_000);
    }
}
