package io.durastream.runtime.ha;

import java.time.Duration;

/**
 * When a driver that has ended is started again. The first crash after a while is answered at once, those that follow after
 * longer and longer waits; too many within a time are a crash loop.
 *
 * @param maxCrashes the crash after so many within {@code window} ends the restarts
 * @param window after which a crash is forgotten
 * @param firstBackOff before the second restart in a row
 * @param longestBackOff before any
 */
public record RestartPolicy(int maxCrashes, Duration window, Duration firstBackOff, Duration longestBackOff) {

    /** Ten crashes within ten minutes. */
    public static final RestartPolicy DEFAULT =
            new RestartPolicy(10, Duration.ofMinutes(10), Duration.ofSeconds(1), Duration.ofSeconds(30));

    public RestartPolicy {
        if (maxCrashes < 0) {
            throw new IllegalArgumentException(
                    "The number of crashes allowed is " + maxCrashes + ", expected 0 or more");
        }
    }

    /** The same with another number of crashes. */
    public RestartPolicy withMaxCrashes(int crashes) {
        return new RestartPolicy(crashes, window, firstBackOff, longestBackOff);
    }
}
