package io.durastream;

/** Makes {@linkplain Duration durations} of the units that applications speak in. */
public final class Durations {

    private Durations() {}

    /** So many milliseconds. */
    public static Duration milliseconds(long milliseconds) {
        return new Duration(milliseconds);
    }

    /** So many seconds. */
    public static Duration seconds(long seconds) {
        return new Duration(seconds * 1000);
    }

    /** So many minutes. */
    public static Duration minutes(long minutes) {
        return new Duration(minutes * 60_000);
    }
}
