package io.durastream.bench.takeover;

import java.util.List;
import java.util.Locale;

/** What a candidate does while it waits. */
enum Standby {
    /** Nothing, and it has never led: its disk is empty. */
    COLD,
    /** It follows the leader. */
    WARM;

    /** {@return options of {@code durastream ha}} */
    List<String> options() {
        return this == WARM ? List.of("--standby", label()) : List.of();
    }

    /** {@return the name on the command line and in results} */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
