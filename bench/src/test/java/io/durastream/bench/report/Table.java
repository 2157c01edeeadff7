package io.durastream.bench.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** A table in Markdown. */
public final class Table {

    private final List<List<String>> rows = new ArrayList<>();
    private final int columns;

    public Table(String... heads) {
        this.columns = heads.length;
        rows.add(List.of(heads));
        rows.add(Collections.nCopies(columns, "---"));
    }

    public Table row(String... cells) {
        if (cells.length != columns) {
            throw new IllegalArgumentException("Expected " + columns + " cells, got " + List.of(cells));
        }
        rows.add(List.of(cells));
        return this;
    }

    /** {@return the number with so many digits after the point, or a dash where nothing was measured} */
    public static String number(OptionalDouble value, int digits) {
        return value.isPresent() ? String.format(Locale.ROOT, "%,." + digits + "f", value.getAsDouble()) : "–";
    }

    /** {@return the number in another unit, if it was measured} */
    public static OptionalDouble scaled(OptionalDouble value, double factor) {
        return value.isPresent() ? OptionalDouble.of(value.getAsDouble() * factor) : value;
    }

    /** {@return one number divided by the other, if both were measured} */
    public static OptionalDouble ratio(OptionalDouble value, OptionalDouble by) {
        return by.isPresent() ? scaled(value, 1 / by.getAsDouble()) : by;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        rows.forEach(row -> text.append("| ").append(String.join(" | ", row)).append(" |\n"));
        return text.toString();
    }
}
