package io.durastream.runtime.ha;

import io.durastream.storage.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** The recent crashes of a driver, and what follows from them by a {@link RestartPolicy}. One thread. */
final class CrashHistory {

    private final RestartPolicy policy;
    private final Clock clock;
    private final Deque<Long> crashNanos = new ArrayDeque<>();

    CrashHistory(RestartPolicy policy, Clock clock) {
        this.policy = policy;
        this.clock = clock;
    }

    /** Notes a crash of this moment, and tells how long to wait before the restart; empty when there is to be none. */
    Optional<Duration> crashed() {
        long now = clock.nanoTime();
        while (!crashNanos.isEmpty()
                && now - crashNanos.getFirst() > policy.window().toNanos()) {
            crashNanos.removeFirst();
        }
        crashNanos.addLast(now);
        return crashNanos.size() > policy.maxCrashes() ? Optional.empty() : Optional.of(backOff(crashNanos.size()));
    }

    private Duration backOff(int crashes) {
        if (crashes == 1) {
            return Duration.ZERO;
        }
        Duration wait = policy.firstBackOff();
        for (int more = 2; more < crashes && wait.compareTo(policy.longestBackOff()) < 0; more++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(policy.longestBackOff()) < 0 ? wait : policy.longestBackOff();
    }
}
