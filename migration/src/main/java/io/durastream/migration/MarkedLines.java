package io.durastream.migration;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.openrewrite.Cursor;
import org.openrewrite.PrintOutputCapture;
import org.openrewrite.SourceFile;
import org.openrewrite.marker.Marker;
import org.openrewrite.marker.SearchResult;

/** In which lines of a source file the marks stand; found by printing it, for OpenRewrite's trees know no positions. */
final class MarkedLines implements PrintOutputCapture.MarkerPrinter {

    private final Map<UUID, Integer> lines = new HashMap<>();
    private final PrintOutputCapture<Integer> printed = new PrintOutputCapture<>(0, this);
    private int countedTo;
    private int line = 1;

    private MarkedLines() {}

    /** The lines, from 1, by the id of the mark. */
    static Map<UUID, Integer> of(SourceFile file) {
        var marked = new MarkedLines();
        file.printAll(marked.printed);
        return marked.lines;
    }

    @Override
    public String beforeSyntax(Marker marker, Cursor cursor, UnaryOperator<String> commentWrapper) {
        if (marker instanceof SearchResult) {
            lines.put(marker.getId(), currentLine());
        }
        return "";
    }

    private int currentLine() {
        StringBuilder text = printed.out;
        for (; countedTo < text.length(); countedTo++) {
            if (text.charAt(countedTo) == '\n') {
                line++;
            }
        }
        return line;
    }
}
