package io.durastream.cli.demo;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them, the same in every locale. */
final class Texts {

    private static final double MILLIS_PER_SECOND = 1000;

    private Texts() {}

    static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    static String seconds(Duration duration) {
        return format("%.1f s", duration.toMillis() / MILLIS_PER_SECOND);
    }
}
