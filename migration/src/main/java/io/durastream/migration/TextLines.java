package io.durastream.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Looks for Spark Streaming in the files of an application that are read as text alone: other builds, other languages, settings. */
final class TextLines {

    /** Endings of the names of such files. */
    static final Set<String> ENDINGS =
            Set.of(".gradle", ".gradle.kts", ".sbt", ".scala", ".kt", ".properties", ".conf");

    private static final String ARTIFACT = "spark-streaming";

    private TextLines() {}

    static List<Untranslated.Row> mentioning(String file, String text) {
        List<Untranslated.Row> found = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.contains(SparkNames.STREAMING)) {
                found.add(row(file, i, line, Hints.NOT_READ));
            } else if (line.contains(ARTIFACT)) {
                found.add(row(file, i, line, Hints.DEPENDENCY));
            }
        }
        return found;
    }

    private static Untranslated.Row row(String file, int index, String line, String hint) {
        return new Untranslated.Row(file, index + 1, Findings.shortened(line), hint);
    }
}
