package io.durastream.cli.state;

import io.durastream.cli.output.Table;
import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Entries for people: tables of so many lines that they are in memory while their columns are measured. */
final class TableWriter implements EntryWriter {

    private static final int LINES = 1_000;

    private final PrintWriter out;
    private Table table = newTable();
    private int lines;

    TableWriter(PrintWriter out) {
        this.out = out;
    }

    private static Table newTable() {
        return new Table("KEY", "VALUE");
    }

    @Override
    public void entry(@Nullable Object key, @Nullable Object value) {
        if (lines == LINES) {
            print();
            table = newTable();
            lines = 0;
        }
        table.row(text(key), text(value));
        lines++;
    }

    private static String text(@Nullable Object object) {
        return Objects.toString(object != null && object.getClass().isArray() ? JsonValue.of(object) : object);
    }

    @Override
    public void end(boolean complete) {
        print();
        if (!complete) {
            out.println("There are more: --limit 0 shows all.");
        }
        out.flush();
    }

    private void print() {
        out.print(table.text());
    }
}
