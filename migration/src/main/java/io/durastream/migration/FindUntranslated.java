package io.durastream.migration;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openrewrite.ExecutionContext;
import org.openrewrite.Recipe;
import org.openrewrite.SourceFile;
import org.openrewrite.Tree;
import org.openrewrite.TreeVisitor;
import org.openrewrite.java.tree.JavaSourceFile;
import org.openrewrite.text.PlainText;
import org.openrewrite.xml.tree.Xml;

/**
 * Finds what is left of Spark Streaming after the translation: types, artifacts, and calls that give or take an object of the Scala API. Each is
 * marked where it stands and is a row of the table {@link Untranslated}; lines of other builds and languages are rows alone. Nothing is changed.
 */
public final class FindUntranslated extends Recipe {

    private final transient Untranslated table = new Untranslated(this);

    /** Made by OpenRewrite. */
    public FindUntranslated() {}

    @Override
    public String getDisplayName() {
        return "Find what was not translated";
    }

    @Override
    public String getDescription() {
        return "Marks and lists what is left of Spark Streaming.";
    }

    @Override
    public TreeVisitor<?, ExecutionContext> getVisitor() {
        return new TreeVisitor<>() {
            @Override
            public @Nullable Tree visit(@Nullable Tree tree, ExecutionContext context) {
                var findings = new Findings();
                if (tree instanceof JavaSourceFile source) {
                    return reported((SourceFile) new JavaFinder(findings).visitNonNull(source, 0), findings, context);
                }
                if (tree instanceof Xml.Document document) {
                    return reported(
                            (SourceFile) new DependencyFinder(findings).visitNonNull(document, 0), findings, context);
                }
                if (tree instanceof PlainText text && isRead(text)) {
                    TextLines.mentioning(text.getSourcePath().toString(), text.getText())
                            .forEach(row -> table.insertRow(context, row));
                }
                return tree;
            }
        };
    }

    private static boolean isRead(PlainText text) {
        return TextLines.ENDINGS.stream().anyMatch(text.getSourcePath().toString()::endsWith);
    }

    private SourceFile reported(SourceFile marked, Findings findings, ExecutionContext context) {
        Map<UUID, Integer> lines = MarkedLines.of(marked);
        findings.byMark()
                .forEach((mark, finding) -> table.insertRow(
                        context,
                        new Untranslated.Row(
                                marked.getSourcePath().toString(),
                                lines.getOrDefault(mark, 0),
                                finding.expression(),
                                finding.hint())));
        return marked;
    }
}
