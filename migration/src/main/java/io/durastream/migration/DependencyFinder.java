package io.durastream.migration;

import org.openrewrite.xml.XmlVisitor;
import org.openrewrite.xml.tree.Xml;

/** Finds dependencies on Spark Streaming and its connectors in a POM. */
final class DependencyFinder extends XmlVisitor<Integer> {

    private final Findings findings;

    DependencyFinder(Findings findings) {
        this.findings = findings;
    }

    @Override
    public Xml visitTag(Xml.Tag tag, Integer unused) {
        Xml.Tag visited = (Xml.Tag) super.visitTag(tag, unused);
        return ChangeMavenDependency.streamingArtifact(tag)
                .map(artifact -> findings.found(
                        visited, artifact, Hints.forType(artifact.substring("spark-streaming-".length()))))
                .orElse(visited);
    }
}
