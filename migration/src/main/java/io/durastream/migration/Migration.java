package io.durastream.migration;

import io.durastream.migration.MigrationResult.Change;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import org.openrewrite.ExecutionContext;
import org.openrewrite.InMemoryExecutionContext;
import org.openrewrite.Parser;
import org.openrewrite.PrintOutputCapture;
import org.openrewrite.PrintOutputCapture.MarkerPrinter;
import org.openrewrite.Recipe;
import org.openrewrite.RecipeRun;
import org.openrewrite.Result;
import org.openrewrite.SourceFile;
import org.openrewrite.Tree;
import org.openrewrite.config.Environment;
import org.openrewrite.config.YamlResourceLoader;
import org.openrewrite.internal.InMemoryLargeSourceSet;
import org.openrewrite.java.JavaParser;
import org.openrewrite.java.style.Autodetect;
import org.openrewrite.java.style.ImportLayoutStyle;
import org.openrewrite.style.NamedStyles;
import org.openrewrite.text.PlainTextParser;
import org.openrewrite.tree.ParseError;
import org.openrewrite.xml.XmlParser;

/**
 * Runs the recipe {@code io.durastream.migration.FromSparkStreaming} over the Java sources and POMs in directories. Only reads; what would change
 * is in the result. For one thread.
 */
public final class Migration {

    private static final String RECIPE = "io.durastream.migration.FromSparkStreaming";
    private static final String RECIPE_FILE = "/META-INF/rewrite/from-spark-streaming.yml";

    private static final String STYLE = "io.durastream.migration.Imports";

    private final List<Path> directories;
    private final ClassPath classPath;

    /**
     * A migration of all sources in some directories, and in directories below them; but not in hidden ones, nor in those that a build
     * makes: {@code target} beside a POM, {@code build} beside a Gradle build.
     *
     * @param directories of one application, so that its sources may refer to each other
     * @param classPath what the application is compiled with; must contain Spark Streaming
     */
    public Migration(List<Path> directories, ClassPath classPath) {
        this.directories = List.copyOf(directories);
        this.classPath = classPath;
    }

    /**
     * Translates.
     *
     * @throws IOException if a directory or source cannot be read
     * @throws IllegalStateException if the recipe fails
     */
    public MigrationResult run() throws IOException {
        List<Throwable> errors = new ArrayList<>();
        var context = new InMemoryExecutionContext(errors::add);
        List<SourceFile> sources = parsed(context);
        errors.clear(); // what could not be parsed is a ParseError among the sources
        RecipeRun run = recipe().run(new InMemoryLargeSourceSet(sources), context, 1);
        if (!errors.isEmpty()) {
            throw new IllegalStateException("The recipe " + RECIPE + " failed; nothing was changed", errors.get(0));
        }
        return new MigrationResult(changes(run), untranslated(run), unparsed(sources));
    }

    private List<SourceFile> parsed(ExecutionContext context) throws IOException {
        Sources sources = Sources.in(directories);
        JavaParser javaParser =
                JavaParser.fromJavaVersion().classpath(classPath.entries()).build();
        List<SourceFile> parsed = new ArrayList<>();
        parsed.addAll(styled(parsed(javaParser, sources.java(), context)));
        parsed.addAll(parsed(new XmlParser(), sources.poms(), context));
        parsed.addAll(parsed(new PlainTextParser(), sources.texts(), context));
        return parsed;
    }

    /** With the order of imports that the sources have; each type is imported by its name, so that nothing becomes ambiguous. */
    private static List<SourceFile> styled(List<SourceFile> sources) {
        Autodetect.Detector detector = Autodetect.detector();
        sources.forEach(detector::sample);
        ImportLayoutStyle imports = detector.getImportLayoutStyle().withClassCountToUseStarImport(Integer.MAX_VALUE);
        var style =
                new NamedStyles(Tree.randomId(), STYLE, "Imports", "As in the sources.", Set.of(), List.of(imports));
        return sources.stream()
                .<SourceFile>map(
                        source -> source.withMarkers(source.getMarkers().add(style)))
                .toList();
    }

    private static List<SourceFile> parsed(Parser parser, List<Path> files, ExecutionContext context) {
        return files.isEmpty() ? List.of() : parser.parse(files, null, context).toList();
    }

    private static Recipe recipe() throws IOException {
        URL file = Objects.requireNonNull(Migration.class.getResource(RECIPE_FILE), RECIPE_FILE);
        try (InputStream yaml = file.openStream()) {
            var loader = new YamlResourceLoader(yaml, file.toURI(), new Properties(), Migration.class.getClassLoader());
            return Environment.builder().load(loader).build().activateRecipes(RECIPE);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The recipe cannot be loaded from " + file, e);
        }
    }

    private static List<Change> changes(RecipeRun run) {
        List<Change> changes = new ArrayList<>();
        for (Result result : run.getChangeset().getAllResults()) {
            SourceFile after = Objects.requireNonNull(result.getAfter(), "the recipe deletes no files");
            String before = text(Objects.requireNonNull(result.getBefore(), "the recipe makes no files"));
            String text = text(after);
            if (!text.equals(before)) {
                changes.add(change(after, before, text));
            }
        }
        changes.sort(Comparator.comparing(Change::file));
        return changes;
    }

    private static Change change(SourceFile after, String before, String text) {
        Path file = after.getSourcePath();
        Path shown = file.isAbsolute() ? file.subpath(0, file.getNameCount()) : file;
        Charset charset = Objects.requireNonNullElse(after.getCharset(), StandardCharsets.UTF_8);
        return new Change(file, text, charset, Objects.requireNonNullElse(Result.diff(before, text, shown), ""));
    }

    private static String text(SourceFile file) {
        return file.printAll(new PrintOutputCapture<>(0, MarkerPrinter.SANITIZED));
    }

    private static List<Untranslated.Row> untranslated(RecipeRun run) {
        return run.getDataTableRows(Untranslated.class).stream()
                .sorted(Comparator.comparing(Untranslated.Row::file).thenComparing(Untranslated.Row::line))
                .toList();
    }

    private static List<Path> unparsed(List<SourceFile> sources) {
        return sources.stream()
                .filter(ParseError.class::isInstance)
                .map(SourceFile::getSourcePath)
                .sorted()
                .toList();
    }
}
