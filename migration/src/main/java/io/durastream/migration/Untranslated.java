package io.durastream.migration;

import com.fasterxml.jackson.annotation.JsonIgnoreType;
import org.openrewrite.Column;
import org.openrewrite.DataTable;
import org.openrewrite.Recipe;

/** OpenRewrite's table of what {@link FindUntranslated} found. */
@JsonIgnoreType
public final class Untranslated extends DataTable<Untranslated.Row> {

    /** The table of one run of a recipe. */
    public Untranslated(Recipe recipe) {
        super(
                recipe,
                "Not translated",
                "What an application of Spark Streaming uses that Durastream has no counterpart for.");
    }

    /**
     * One thing that was not translated.
     *
     * @param file as given to OpenRewrite
     * @param line in the translated file, from 1
     * @param expression as it stands in the source, long ones shortened
     * @param hint what to do instead
     */
    public record Row(
            @Column(displayName = "File", description = "The source file.")
            String file,

            @Column(displayName = "Line", description = "In the translated file, from 1.")
            int line,

            @Column(displayName = "Expression", description = "What was not translated.")
            String expression,

            @Column(displayName = "Hint", description = "What to do instead.")
            String hint) {}
}
