package io.durastream.runtime.recovery;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.runtime.graph.StreamGraph;
import java.io.IOException;
import java.io.StringWriter;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** One version of an application, compiled for a test and seen through a class loader of its own. */
record CompiledApp(ClassLoader loader) {

    /** @param sources by class name */
    static CompiledApp compile(Path directory, Map<String, String> sources) throws IOException {
        Path sourceDirectory = Files.createDirectories(directory.resolve("src"));
        Path classes = Files.createDirectories(directory.resolve("classes"));
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = sourceDirectory.resolve(source.getKey().replace('.', '/') + ".java");
            Files.createDirectories(file.getParent());
            files.add(Files.writeString(file, source.getValue()));
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            Iterable<? extends JavaFileObject> units = manager.getJavaFileObjectsFromPaths(files);
            List<String> options = List.of("-g", "-proc:none", "-classpath", classPath(), "-d", classes.toString());
            assertTrue(
                    compiler.getTask(messages, manager, null, options, null, units)
                            .call(),
                    messages::toString);
        }
        return new CompiledApp(new URLClassLoader(new URL[] {url(classes)}, CompiledApp.class.getClassLoader()));
    }

    /** The graph that {@code com.acme.App}, a supplier, defines. */
    @SuppressWarnings("unchecked")
    StreamGraph define() throws ReflectiveOperationException {
        Class<?> app = Class.forName("com.acme.App", true, loader);
        return ((Supplier<StreamGraph>) app.getConstructor().newInstance()).get();
    }

    private static URL url(Path directory) throws MalformedURLException {
        return directory.toUri().toURL();
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
