package io.durastream.migration;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import org.openrewrite.ExecutionContext;
import org.openrewrite.Option;
import org.openrewrite.Recipe;
import org.openrewrite.TreeVisitor;
import org.openrewrite.xml.XmlVisitor;
import org.openrewrite.xml.tree.Content;
import org.openrewrite.xml.tree.Xml;

/**
 * Replaces the dependency on {@code spark-streaming} by one on {@code durastream-runtime} in a {@code pom.xml}. The scope {@code provided} goes away: a
 * cluster has Spark Streaming, but not Durastream. Works on the text alone, so that it needs no repository; a version that is managed
 * elsewhere stays managed.
 */
public final class ChangeMavenDependency extends Recipe {

    @Option(displayName = "Version", description = "The version of Durastream to depend on.", example = "1.0.0")
    private final String version;

    /** Made by OpenRewrite. */
    @JsonCreator
    public ChangeMavenDependency(@JsonProperty("version") String version) {
        this.version = version;
    }

    /** The version of Durastream to depend on. */
    public String getVersion() {
        return version;
    }

    @Override
    public String getDisplayName() {
        return "Depend on Durastream instead of Spark Streaming";
    }

    @Override
    public String getDescription() {
        return "Replaces `spark-streaming` by `durastream-runtime` in POMs.";
    }

    @Override
    public TreeVisitor<?, ExecutionContext> getVisitor() {
        return new XmlVisitor<>() {
            @Override
            public Xml visitTag(Xml.Tag tag, ExecutionContext context) {
                Xml.Tag visited = (Xml.Tag) super.visitTag(tag, context);
                return isSparkStreaming(visited) ? changed(visited) : visited;
            }
        };
    }

    /** Whether a tag is a dependency on Spark Streaming itself or on one of its connectors. */
    static Optional<String> streamingArtifact(Xml.Tag tag) {
        boolean ofSpark = tag.getName().equals("dependency")
                && tag.getChildValue("groupId")
                        .filter("org.apache.spark"::equals)
                        .isPresent();
        return ofSpark
                ? tag.getChildValue("artifactId").filter(name -> name.startsWith("spark-streaming"))
                : Optional.empty();
    }

    private static boolean isSparkStreaming(Xml.Tag tag) {
        return streamingArtifact(tag)
                .filter(name -> name.matches("spark-streaming_[^-]+"))
                .isPresent();
    }

    private Xml.Tag changed(Xml.Tag dependency) {
        Xml.Tag changed = dependency
                .withChildValue("groupId", "io.durastream")
                .withChildValue("artifactId", "durastream-runtime");
        if (changed.getChild("version").isPresent()) {
            changed = changed.withChildValue("version", version);
        }
        List<? extends Content> content = changed.getContent();
        return content == null
                ? changed
                : changed.withContent(
                        content.stream().filter(each -> !isProvided(each)).toList());
    }

    private static boolean isProvided(Content content) {
        return content instanceof Xml.Tag tag
                && tag.getName().equals("scope")
                && tag.getValue().filter("provided"::equals).isPresent();
    }
}
