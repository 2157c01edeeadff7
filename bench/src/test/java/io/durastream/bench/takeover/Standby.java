package io.durastream.bench.takeover;

import io.durastream.runtime.standby.Readiness;
import java.util.List;
import java.util.Locale;

/** What a candidate does while it waits. */
enum Standby {
    /** Nothing, and it has never led: its disk is empty. */
    COLD,
    /** It follows the leader. */
    WARM;

    /** What is committed between two rounds of a standby. */
    private static final long VERSIONS_BEHIND = 10;

    /** {@return whether it is as near to leading as it comes: when warm, with a copy of all state, of about now} */
    boolean isReady(Readiness readiness) {
        return this == COLD
                || (readiness instanceof Readiness.Warm warm
                        && warm.held().partitions() > 0
                        && warm.held().copies() == warm.held().partitions()
                        && warm.held().behind() <= VERSIONS_BEHIND);
    }

    /** {@return options of {@code durastream ha}} */
    List<String> options() {
        return this == WARM ? List.of("--standby", label()) : List.of();
    }

    /** {@return the name on the command line and in results} */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
