package io.durastream.runtime.standby;

import java.util.OptionalLong;

/** How near a candidate is to leading. */
public sealed interface Readiness {

    /** Its process is up, and nothing more. */
    record Cold() implements Readiness {}

    /** The application's {@code main} runs, and has not come to the start of its context. */
    record Starting() implements Readiness {}

    /**
     * The application is loaded and waits.
     *
     * @param lastCommitted the last committed batch that this candidate knows; none before there is one
     * @param held its copies of state as of that batch or before
     * @param executors that are up; 0 in local mode
     */
    record Warm(OptionalLong lastCommitted, Held held, int executors) implements Readiness {}

    /** It leads. */
    record Leading() implements Readiness {}

    /**
     * Copies of the state's partitions.
     *
     * @param partitions of all operators
     * @param copies of so many partitions there is a copy
     * @param behind by how many versions the oldest of them is behind
     */
    record Held(int partitions, int copies, long behind) {

        /** Where there is no state. */
        public static final Held NOTHING = new Held(0, 0, 0);
    }
}
