package io.durastream.ha;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ZooKeeperSettingsTest {

    @Test
    void readsAConnectString() {
        ZooKeeperSettings settings = ZooKeeperSettings.of("zk1:2181, [::1]:2182,10.0.0.3:2183/streams/prod");
        assertEquals(List.of("zk1:2181", "[::1]:2182", "10.0.0.3:2183"), settings.servers());
        assertEquals("/streams/prod", settings.root());
        assertEquals("/", ZooKeeperSettings.of("zk1:2181").root());
    }

    @Test
    void refusesWhatIsOfNoUseAndSaysWhatIsExpected() {
        assertRefused("No ZooKeeper server", "");
        assertRefused("'zk1', expected host:port", "zk1");
        assertRefused("'zk1:99999', expected host:port", "zk1:2181,zk1:99999");
        assertRefused("'/a//b', expected a path", "zk1:2181/a//b");
        assertRefused("'/a/', expected a path", "zk1:2181/a/");
        ZooKeeperSettings settings = ZooKeeperSettings.of("zk1:2181");
        var error =
                assertThrows(IllegalArgumentException.class, () -> settings.withSessionTimeout(Duration.ofMillis(6)));
        assertTrue(error.toString().contains("session timeout of ZooKeeper is PT0.006S"), error::toString);
    }

    private static void assertRefused(String because, String connectString) {
        var error = assertThrows(IllegalArgumentException.class, () -> ZooKeeperSettings.of(connectString));
        assertTrue(error.toString().contains(because), error::toString);
    }

    @Test
    void refusesCredentialsWithoutShowingThem() {
        for (String text : List.of("sesame", ":sesame", "words:")) {
            var error = assertThrows(IllegalArgumentException.class, () -> DigestCredentials.parse(text));
            assertFalse(error.toString().contains("sesame"), error::toString);
        }
        assertEquals("a:b", DigestCredentials.parse("words:a:b").password().reveal());
    }

    @Test
    void printsNoSecret() {
        KeyStoreFile trust = new KeyStoreFile(Path.of("trust.p12"), new Secret("secret-1"));
        KeyStoreFile keys = new KeyStoreFile(Path.of("keys.p12"), new Secret("secret-2"));
        String printed = ZooKeeperSettings.of("zk1:2181")
                .withCredentials(DigestCredentials.parse("words:secret-3"))
                .withTls(new TlsSettings(trust, Optional.of(keys), true))
                .toString();
        assertFalse(printed.contains("secret"), printed);
        assertTrue(printed.contains("keys.p12") && printed.contains("words"), printed);
    }
}
