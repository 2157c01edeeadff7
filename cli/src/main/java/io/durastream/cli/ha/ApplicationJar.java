package io.durastream.cli.ha;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * What is run: {@code app.jar [class] [arguments]}. The first word behind the jar is the main class when the jar has such a
 * class; else the jar's manifest says which one it is, and all words are arguments.
 *
 * @param jar the application
 * @param mainClass with a {@code main}
 * @param arguments for that
 */
record ApplicationJar(Path jar, String mainClass, List<String> arguments) {

    /** @throws IllegalArgumentException when there is no main class */
    static ApplicationJar of(Path jar, List<String> words) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            if (!words.isEmpty() && file.getEntry(words.get(0).replace('.', '/') + ".class") != null) {
                return new ApplicationJar(jar, words.get(0), words.subList(1, words.size()));
            }
            Manifest manifest = file.getManifest();
            String mainClass =
                    manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
            if (mainClass == null) {
                throw new IllegalArgumentException(jar + " names no main class in its manifest, and has no class "
                        + (words.isEmpty() ? "given behind it" : words.get(0))
                        + "; expected app.jar [class] [arguments]");
            }
            return new ApplicationJar(jar, mainClass, words);
        }
    }
}
