package io.durastream.statestore;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** One release of an application's classes, all in the package {@code app}, compiled for a test. */
record CompiledClasses(ClassLoader loader) {

    /**
     * Compiles a release.
     *
     * @param directory empty
     * @param declarations one for each class: {@code record Point(int x) {}}
     */
    static CompiledClasses compile(Path directory, String... declarations) throws IOException {
        Files.createDirectories(directory);
        List<Path> files = new ArrayList<>();
        for (String declaration : declarations) {
            Path file = directory.resolve("Part" + files.size() + ".java");
            files.add(Files.writeString(file, "package app; " + declaration));
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            boolean done = compiler.getTask(
                            messages,
                            manager,
                            null,
                            List.of("-proc:none", "-d", directory.toString()),
                            null,
                            manager.getJavaFileObjectsFromPaths(files))
                    .call();
            assertTrue(done, messages::toString);
        }
        return new CompiledClasses(
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, CompiledClasses.class.getClassLoader()));
    }

    /** Runs code on a thread that finds these classes, as tasks of this release do. */
    <T> T run(Callable<T> code) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return code.call();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    Class<?> type(String name) {
        try {
            return loader.loadClass("app." + name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    /** A new object, by the only constructor. */
    Object make(String name, @Nullable Object... arguments) {
        try {
            Constructor<?> constructor = type(name).getDeclaredConstructors()[0];
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("Cannot make an app." + name, e);
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    Object constant(String enumName, String name) {
        return Enum.valueOf((Class) type(enumName), name);
    }

    static @Nullable Object field(Object of, String name) {
        for (Class<?> type = of.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    return value(field, of);
                }
            }
        }
        throw new AssertionError(of + " has no field " + name);
    }

    private static @Nullable Object value(Field field, Object of) {
        try {
            field.setAccessible(true);
            return field.get(of);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
