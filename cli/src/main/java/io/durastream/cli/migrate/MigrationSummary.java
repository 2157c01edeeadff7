package io.durastream.cli.migrate;

import io.durastream.migration.MigrationResult;
import io.durastream.migration.Untranslated;
import java.util.List;
import java.util.function.Function;

/**
 * What {@code durastream migrate} tells at its end.
 *
 * @param result what was found
 * @param dryRun whether nothing was written
 */
record MigrationSummary(MigrationResult result, boolean dryRun) {

    private static final String UNPARSED = ": cannot be read; is it valid, and all that it uses in the class path?\n";

    String text() {
        var text = new StringBuilder();
        if (!dryRun) {
            result.changes()
                    .forEach(change ->
                            text.append("changed  ").append(change.file()).append('\n'));
        }
        result.unparsed()
                .forEach(file -> text.append("left as it is  ").append(file).append(UNPARSED));
        text.append(total()).append('\n');
        if (!result.untranslated().isEmpty()) {
            text.append('\n').append(table(result.untranslated()));
        }
        return text.toString();
    }

    private String total() {
        int left = result.untranslated().size();
        String changed = result.changes().size() + (dryRun ? " files would change, " : " files changed, ");
        return changed + (left == 0 ? "nothing left to be translated" : left + " places left to be done by hand:");
    }

    private static String table(List<Untranslated.Row> rows) {
        int placeWidth = width(rows, MigrationSummary::place);
        int expressionWidth = width(rows, Untranslated.Row::expression);
        var table = new StringBuilder();
        for (Untranslated.Row row : rows) {
            table.append(padded(place(row), placeWidth))
                    .append(padded(row.expression(), expressionWidth))
                    .append(row.hint())
                    .append('\n');
        }
        return table.toString();
    }

    private static String place(Untranslated.Row row) {
        return row.file() + ":" + row.line();
    }

    private static int width(List<Untranslated.Row> rows, Function<Untranslated.Row, String> column) {
        return rows.stream().map(column).mapToInt(String::length).max().orElse(0);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length() + 2);
    }
}
