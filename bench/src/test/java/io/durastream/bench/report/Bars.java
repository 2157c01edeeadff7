package io.durastream.bench.report;

import java.util.OptionalDouble;

/** What Durastream is held to, beside what was measured. */
public final class Bars {

    private final Table table = new Table("bar", "asked for", "measured", "held");
    private boolean measured;

    /** Held when the measured value is at least {@code bound}; left out when nothing was measured. */
    public Bars atLeast(String what, OptionalDouble measured, double bound) {
        return add(what, "≥", measured, bound, measured.orElse(0) >= bound);
    }

    /** Held when the measured value is at most {@code bound}; left out when nothing was measured. */
    public Bars atMost(String what, OptionalDouble measured, double bound) {
        return add(what, "≤", measured, bound, measured.orElse(0) <= bound);
    }

    private Bars add(String what, String sign, OptionalDouble value, double bound, boolean held) {
        if (value.isPresent()) {
            measured = true;
            table.row(
                    what,
                    sign + " " + Table.number(OptionalDouble.of(bound), 2),
                    Table.number(value, 2),
                    held ? "yes" : "**no**");
        }
        return this;
    }

    /** {@return the table, or nothing when none of it was measured} */
    @Override
    public String toString() {
        return measured ? table.toString() : "";
    }
}
