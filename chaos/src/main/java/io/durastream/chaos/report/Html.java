package io.durastream.chaos.report;

import java.util.Locale;

/** Text in HTML. */
final class Html {

    private Html() {}

    static String escape(Object text) {
        return text.toString()
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    /** A cell of a table, escaped. */
    static String cell(Object text) {
        return "<td>" + escape(text) + "</td>";
    }
}
