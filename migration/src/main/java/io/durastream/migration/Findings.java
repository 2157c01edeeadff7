package io.durastream.migration;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.openrewrite.Tree;
import org.openrewrite.marker.SearchResult;

/** What was found in one source file, by the mark that tells where. */
final class Findings {

    private static final int SHOWN = 80;

    record Finding(String expression, String hint) {}

    private final Map<UUID, Finding> byMark = new LinkedHashMap<>();

    /** The tree with a mark. */
    <T extends Tree> T found(T tree, String expression, String hint) {
        UUID mark = Tree.randomId();
        byMark.put(mark, new Finding(shortened(expression), hint));
        return tree.withMarkers(tree.getMarkers().add(new SearchResult(mark, hint)));
    }

    Map<UUID, Finding> byMark() {
        return byMark;
    }

    /** On one line, long ones without their middle. */
    static String shortened(String expression) {
        String text = expression.strip().replaceAll("\\s+", " ");
        int half = SHOWN / 2 - 2;
        return text.length() <= SHOWN ? text : text.substring(0, half) + " ... " + text.substring(text.length() - half);
    }
}
