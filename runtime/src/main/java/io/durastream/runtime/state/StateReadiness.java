package io.durastream.runtime.state;

import java.util.Optional;

/**
 * How near a standby's copies of the state are to the last committed batch that it was shown.
 *
 * @param partitions of all stateful operators together
 * @param copies of so many of them there is a copy
 * @param behind by how many batches the oldest of these copies is behind
 * @param problem why one of the copies is missing or behind, for people
 */
public record StateReadiness(int partitions, int copies, long behind, Optional<String> problem) {

    /** Whether a takeover finds all state at hand. */
    public boolean isComplete() {
        return copies == partitions && behind == 0;
    }
}
