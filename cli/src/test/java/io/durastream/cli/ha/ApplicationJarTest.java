package io.durastream.cli.ha;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ApplicationJarTest {

    @TempDir
    Path directory;

    /** A jar with an entry for {@code app.Main}, and with a main class in its manifest if there is one to name. */
    static Path jar(Path directory, String... mainClass) throws IOException {
        Path jar = directory.resolve("app.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (mainClass.length > 0) {
            manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, mainClass[0]);
        }
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.putNextEntry(new JarEntry("app/Main.class"));
        }
        return jar;
    }

    @Test
    void theFirstWordIsTheClassWhenTheJarHasIt() throws IOException {
        ApplicationJar application = ApplicationJar.of(jar(directory, "other.Main"), List.of("app.Main", "--x", "y"));
        assertEquals("app.Main", application.mainClass());
        assertEquals(List.of("--x", "y"), application.arguments());
    }

    @Test
    void elseTheManifestSaysWhichOneItIs() throws IOException {
        ApplicationJar application = ApplicationJar.of(jar(directory, "other.Main"), List.of("file:/words", "y"));
        assertEquals("other.Main", application.mainClass());
        assertEquals(List.of("file:/words", "y"), application.arguments());
    }

    @Test
    void refusesAJarWithoutAMainClass() throws IOException {
        Path jar = jar(directory);
        var error = assertThrows(IllegalArgumentException.class, () -> ApplicationJar.of(jar, List.of("app.Maim")));
        assertTrue(error.toString().contains("no class app.Maim"), error::toString);
        assertThrows(IllegalArgumentException.class, () -> ApplicationJar.of(jar, List.of()));
    }
}
