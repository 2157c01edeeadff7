package io.durastream.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The user's guide shows code that compiles: every piece of it is in the sources of this module. */
class GuideTest {

    private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void showsNothingThatIsNotInTheSourcesOfTheExamples() throws IOException {
        List<String> sources = sources();
        List<String> snippets = snippets(Files.readString(Path.of("../docs/guide.md")));
        assertTrue(snippets.size() > 10, "snippets found");
        assertEquals(List.of(), unknown(snippets, sources));
    }

    @Test
    void wouldFindASnippetThatIsNotThere() throws IOException {
        List<String> snippets = snippets("```java\ncontext.start();\n```\n```java\ncontext.begin();\n```\n");
        assertEquals(List.of("context.begin();\n"), unknown(snippets, sources()));
    }

    private static List<String> unknown(List<String> snippets, List<String> sources) {
        return snippets.stream()
                .filter(snippet -> sources.stream().noneMatch(source -> source.contains(dense(snippet))))
                .toList();
    }

    private static List<String> snippets(String page) {
        return SNIPPET.matcher(page)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static List<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("GuideTest.java"))
                    .map(GuideTest::read)
                    .map(GuideTest::dense)
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without white space: lines are broken as it suits the page. */
    private static String dense(String text) {
        return text.replaceAll("\\s+", "");
    }
}
