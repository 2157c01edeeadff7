package io.durastream.chaos.ha;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** Packages an application as its build would do it. */
public final class ApplicationJar {

    private ApplicationJar() {}

    /**
     * Writes a jar with all classes of the main class's package, as they are on the class path of this JVM.
     *
     * @throws IllegalStateException when they are in a jar already
     */
    public static Path ofPackage(Path jar, Class<?> mainClass) throws IOException {
        Path classes = locationOf(mainClass);
        if (!Files.isDirectory(classes)) {
            throw new IllegalStateException(mainClass + " is in " + classes + ", expected a directory of classes");
        }
        return write(
                jar, mainClass.getName(), classes, mainClass.getPackageName().replace('.', '/'));
    }

    /** Writes a jar with all classes below a directory. */
    public static Path ofDirectory(Path jar, String mainClass, Path classes) throws IOException {
        return write(jar, mainClass, classes, "");
    }

    /** Where a class comes from: a jar, or a directory. */
    public static Path locationOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(type + " has a location that is no URI", e);
        }
    }

    private static Path write(Path jar, String mainClass, Path classes, String below) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, mainClass);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (Path file : filesBelow(classes.resolve(below))) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
        return jar;
    }

    private static List<Path> filesBelow(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The classes in " + directory + " cannot be listed", e);
        }
    }
}
