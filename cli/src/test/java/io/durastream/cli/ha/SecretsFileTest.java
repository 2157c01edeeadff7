package io.durastream.cli.ha;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.ha.TlsSettings;
import io.durastream.ha.ZooKeeperSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretsFileTest {

    private static final ZooKeeperSettings SETTINGS = ZooKeeperSettings.of("zk1:2181");

    @TempDir
    Path directory;

    private ZooKeeperSettings read(String... lines) throws IOException {
        Path file = directory.resolve("secrets");
        Files.writeString(file, String.join("\n", lines));
        return SecretsFile.read(file).applyTo(SETTINGS);
    }

    @Test
    void readsCredentialsAndStores() throws IOException {
        ZooKeeperSettings settings = read(
                "credentials=words:open:sesame",
                "truststore=/etc/trust.p12",
                "truststore.password=one",
                "keystore=/etc/keys.p12",
                "verify.hostnames=false");
        assertEquals(
                "open:sesame", settings.credentials().orElseThrow().password().reveal());
        TlsSettings tls = settings.tls().orElseThrow();
        assertEquals(Path.of("/etc/trust.p12"), tls.trustStore().file());
        assertEquals("one", tls.trustStore().password().reveal());
        assertEquals(Path.of("/etc/keys.p12"), tls.keyStore().orElseThrow().file());
        assertFalse(tls.verifyHostNames());
    }

    @Test
    void refusesAFileThatIsNotThere() {
        assertThrows(IllegalArgumentException.class, () -> SecretsFile.read(directory.resolve("nowhere")));
    }

    @Test
    void anEmptyFileChangesNothing() throws IOException {
        assertEquals(SETTINGS, read(""));
    }

    @Test
    void refusesWhatItDoesNotKnowWithoutShowingIt() {
        var error = assertThrows(IllegalArgumentException.class, () -> read("pasword=sesame"));
        assertTrue(error.toString().contains("[pasword]"), error::toString);
        assertFalse(error.toString().contains("sesame"), error::toString);
        assertThrows(IllegalArgumentException.class, () -> read("keystore=/etc/keys.p12"));
    }
}
