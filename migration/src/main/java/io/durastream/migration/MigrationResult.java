package io.durastream.migration;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;

/**
 * What a migration would change and what it leaves to be done by hand. Nothing has been written yet.
 *
 * @param changes one for each file that changes, in order of their paths
 * @param untranslated what is left of Spark Streaming, in order of files and lines
 * @param unparsed sources that are not valid Java or XML; they stay as they are
 */
public record MigrationResult(List<Change> changes, List<Untranslated.Row> untranslated, List<Path> unparsed) {

    /** Copies the lists. */
    public MigrationResult {
        changes = List.copyOf(changes);
        untranslated = List.copyOf(untranslated);
        unparsed = List.copyOf(unparsed);
    }

    /** Whether nothing is left to be done by hand. */
    public boolean complete() {
        return untranslated.isEmpty() && unparsed.isEmpty();
    }

    /**
     * A file and its new text.
     *
     * @param file as found below a directory that was given
     * @param text all of it
     * @param charset in which the file is written
     * @param diff against the old text, in the unified format
     */
    public record Change(Path file, String text, Charset charset, String diff) {}
}
