package io.durastream.bench.takeover;

import java.util.List;
import java.util.Locale;

/** What a candidate does while it waits. */
enum Standby {
    /** Nothing, and it has never led: its disk is empty. */
    COLD(List.of()),
    /** It follows the leader. */
    WARM(List.of("--standby", "warm"));

    private final List<String> options;

    Standby(List<String> options) {
        this.options = options;
    }

    /** {@return options of {@code durastream ha}} */
    List<String> options() {
        return options;
    }

    /** {@return the name on the command line and in results} */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
