package io.durastream.cli.migrate;

import io.durastream.migration.ClassPath;
import io.durastream.migration.Migration;
import io.durastream.migration.MigrationResult;
import io.durastream.migration.MigrationResult.Change;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code durastream migrate}. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        description = {
            "Turns the Java sources and POMs of a Spark Streaming application into those of a Durastream one, in place, and"
                    + " lists what it could not translate and what to do about it.",
            "Exit code 0: all is translated. 1: something is left to be done by hand, or a file could not be read or"
                    + " written. 2: wrong usage."
        })
public final class MigrateCommand implements Callable<Integer> {

    private static final String HELP =
            "Sources are read with all that they are compiled with, Spark Streaming included: give it with --classpath, or set SPARK_HOME."
                    + " With Maven, \"mvn dependency:copy-dependencies\" puts it into target/dependency.";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "DIRECTORY",
            arity = "1..*",
            description = "Where the sources are, such as . or src/main/java; all of one application at once.")
    private List<Path> directories = List.of();

    @Option(
            names = "--classpath",
            paramLabel = "PATHS",
            description =
                    "What the application is compiled with, Spark Streaming included: jars, directories of jars and"
                            + " directories of classes, separated as in a Java class path.")
    private String classPath = "";

    @Option(
            names = "--spark-home",
            paramLabel = "DIRECTORY",
            defaultValue = "${env:SPARK_HOME}",
            description = "A Spark distribution, whose jars are searched after --classpath. Default: $SPARK_HOME.")
    private @Nullable Path sparkHome;

    @Option(names = "--dry-run", description = "Write nothing, but show what would change.")
    private boolean dryRun;

    @Override
    public Integer call() throws IOException {
        directories.forEach(each -> require(Files.isDirectory(each), each + " is not a directory"));
        MigrationResult result = new Migration(directories, checkedClassPath()).run();
        for (Change change : result.changes()) {
            apply(change);
        }
        out().print(new MigrationSummary(result, dryRun).text());
        out().flush();
        return result.complete() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private void apply(Change change) throws IOException {
        if (dryRun) {
            out().print(change.diff());
        } else {
            Files.writeString(change.file(), change.text(), change.charset());
        }
    }

    private ClassPath checkedClassPath() throws IOException {
        try {
            ClassPath found = ClassPath.of(classPathEntries());
            found.missing().ifPresent(type -> {
                throw wrongUsage("The class path lacks " + type + ". " + HELP);
            });
            return found;
        } catch (NoSuchFileException e) {
            throw wrongUsage("There is no " + e.getFile() + ", which the class path names");
        }
    }

    private List<Path> classPathEntries() {
        List<Path> entries = new ArrayList<>();
        for (String each : classPath.split(Pattern.quote(File.pathSeparator), -1)) {
            if (!each.isEmpty()) {
                entries.add(Path.of(each));
            }
        }
        if (sparkHome != null && !sparkHome.toString().isEmpty()) {
            entries.add(sparkHome.resolve("jars"));
        }
        return entries;
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw wrongUsage(message);
        }
    }

    private ParameterException wrongUsage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
