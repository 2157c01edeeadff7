package io.durastream.checkpoint;

import java.time.Duration;

/**
 * The bounds of a {@link BatchLog}'s loops.
 *
 * @param claimAttempts how often a claim may find that others were faster before it gives up
 * @param settleAttempts how often an unknown outcome is looked at before it is given back to the caller as unknown
 * @param firstBackoff the wait before the second look; it doubles from look to look
 * @param maxBackoff the longest wait between two looks
 */
public record BatchLogOptions(int claimAttempts, int settleAttempts, Duration firstBackoff, Duration maxBackoff) {

    public BatchLogOptions {
        if (claimAttempts < 1 || settleAttempts < 1) {
            throw new IllegalArgumentException("Attempts are at least 1, got claimAttempts=" + claimAttempts
                    + ", settleAttempts=" + settleAttempts);
        }
        if (firstBackoff.isNegative() || maxBackoff.compareTo(firstBackoff) < 0) {
            throw new IllegalArgumentException(
                    "Expected 0 <= firstBackoff <= maxBackoff, got " + firstBackoff + " and " + maxBackoff);
        }
    }

    /** 20 claim attempts; 6 looks at an unknown outcome, 50 ms to 2 s apart. */
    public static BatchLogOptions defaults() {
        return new BatchLogOptions(20, 6, Duration.ofMillis(50), Duration.ofSeconds(2));
    }
}
