package io.durastream.recovery.chaos;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/**
 * A mistake in the product's own code: one file of it with a few lines changed, compiled, and put in front of the right one on the
 * class path of a process. So no switch for mistakes has to be in the product.
 *
 * @param name what the mistake is
 * @param source the file, from the root of the project on
 * @param changes what is changed; each must be there exactly once
 */
record Mutant(String name, String source, List<Change> changes) {

    private static final String SOURCES = "src/main/java/";

    /** Lines, and what stands there instead. */
    record Change(String right, String wrong) {}

    static Mutant of(String name, String source, String right, String wrong) {
        return new Mutant(name, source, List.of(new Change(right, wrong)));
    }

    /**
     * Compiles it.
     *
     * @return a class path with the mistake in it
     * @throws AssertionError when the code is another than the mistake was made for, or the mistake does not compile
     */
    String compile(Path directory) throws IOException {
        String code = Files.readString(root().resolve(source));
        for (Change change : changes) {
            if (code.split(Pattern.quote(change.right), -1).length != 2) {
                throw new AssertionError("The mistake '" + name + "' changes code that is not, or not once, in "
                        + source + ". Make it anew for the code as it is now. It looks for:\n" + change.right);
            }
            code = code.replace(change.right, change.wrong);
        }
        String file = source.substring(source.indexOf(SOURCES) + SOURCES.length());
        Path mutated = directory.resolve("source").resolve(file);
        Files.createDirectories(Objects.requireNonNull(mutated.getParent()));
        Files.writeString(mutated, code);
        Path classes = Files.createDirectories(directory.resolve("classes"));
        String classPath = System.getProperty("java.class.path");
        List<String> options = new ArrayList<>(
                List.of("-proc:none", "-nowarn", "-parameters", "-cp", classPath, "-d", classes.toString()));
        options.add(mutated.toString());
        int exit = ToolProvider.getSystemJavaCompiler().run(null, null, null, options.toArray(String[]::new));
        if (exit != 0) {
            throw new AssertionError("The mistake '" + name + "' does not compile");
        }
        return classes + File.pathSeparator + classPath;
    }

    /** Tests run in the directory of their module, or in that of the project. */
    private static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(directory.resolve("recovery-tests"))) {
            directory = Objects.requireNonNull(directory.getParent(), "the root of the project");
        }
        return directory;
    }

    @Override
    public String toString() {
        return name;
    }
}
