package io.durastream.cli.state;

import io.durastream.SavedOperator;
import io.durastream.SavedState;
import io.durastream.Time;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options that say which state is meant, and where its classes are. */
final class OperatorOption {

    @Spec(Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--operator",
            required = true,
            paramLabel = "ID",
            description = "Which operator: its uid, as \"durastream state ls\" has it.")
    private String operator = "";

    @Option(
            names = "--batch",
            paramLabel = "MILLIS",
            description =
                    "After which batch, in milliseconds since 1970, of those that are retained. Default: the last one.")
    private @Nullable Long batch;

    @Option(
            names = "--classpath",
            paramLabel = "PATHS",
            description =
                    "Classes of keys and values, where they are the application's own: jars and directories of classes,"
                            + " separated as in a Java class path.")
    private String classPath = "";

    String operator() {
        return operator;
    }

    SavedOperator<Object, Object> of(SavedState saved) throws IOException {
        Thread.currentThread().setContextClassLoader(classes());
        try {
            return batch == null ? saved.operator(operator) : saved.operator(operator, new Time(batch));
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    /** Lasts as long as the command. */
    private ClassLoader classes() throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String entry : classPath.split(Pattern.quote(File.pathSeparator), -1)) {
            if (!entry.isEmpty()) {
                urls.add(existing(Path.of(entry)).toUri().toURL());
            }
        }
        return new URLClassLoader(urls.toArray(URL[]::new), OperatorOption.class.getClassLoader());
    }

    private Path existing(Path path) {
        if (!Files.exists(path)) {
            throw wrong("There is no " + path + ", which --classpath names");
        }
        return path;
    }

    private ParameterException wrong(String message) {
        if (command == null) {
            throw new IllegalStateException("Only picocli makes this, and sets the fields");
        }
        return new ParameterException(command.commandLine(), message);
    }
}
