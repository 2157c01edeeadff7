package io.durastream.chaos.fault;

/**
 * How long a fault is there, at least and at most.
 *
 * @param shortestMillis at least
 * @param longestMillis at most
 */
public record Lasting(long shortestMillis, long longestMillis) {

    /** It happens, and that is it. */
    public static final Lasting MOMENT = new Lasting(0, 0);

    private static final long MILLIS = 1_000;

    /** Between so many and so many seconds. */
    public static Lasting seconds(int shortest, int longest) {
        return new Lasting(shortest * MILLIS, longest * MILLIS);
    }
}
