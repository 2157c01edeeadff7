package io.durastream.cli.ha;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.durastream.ha.DigestCredentials;
import io.durastream.ha.KeyStoreFile;
import io.durastream.ha.Secret;
import io.durastream.ha.TlsSettings;
import io.durastream.ha.ZooKeeperSettings;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/** The file of {@code --zookeeper-secrets}. Its values are in no message. */
final class SecretsFile {

    private static final String CREDENTIALS = "credentials";
    private static final String TRUSTSTORE = "truststore";
    private static final String KEYSTORE = "keystore";
    private static final String PASSWORD = ".password";
    private static final String VERIFY_HOSTNAMES = "verify.hostnames";
    private static final Set<String> KEYS =
            Set.of(CREDENTIALS, TRUSTSTORE, TRUSTSTORE + PASSWORD, KEYSTORE, KEYSTORE + PASSWORD, VERIFY_HOSTNAMES);

    private final Path file;
    private final Properties properties;

    private SecretsFile(Path file, Properties properties) {
        this.file = file;
        this.properties = properties;
    }

    /** @throws IllegalArgumentException when there is no such file, or naming a key that is not known */
    static SecretsFile read(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException(
                    file + " cannot be read, expected a file with some of the properties " + new TreeSet<>(KEYS));
        }
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file, UTF_8)) {
            properties.load(in);
        }
        Set<String> unknown = new TreeSet<>(properties.stringPropertyNames());
        unknown.removeAll(KEYS);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    file + " has the keys " + unknown + ", expected some of " + new TreeSet<>(KEYS));
        }
        return new SecretsFile(file, properties);
    }

    ZooKeeperSettings applyTo(ZooKeeperSettings settings) {
        ZooKeeperSettings result = settings;
        String credentials = properties.getProperty(CREDENTIALS);
        if (credentials != null) {
            result = result.withCredentials(DigestCredentials.parse(credentials));
        }
        Optional<KeyStoreFile> trust = store(TRUSTSTORE);
        Optional<KeyStoreFile> keys = store(KEYSTORE);
        if (trust.isPresent()) {
            boolean verify = Boolean.parseBoolean(properties.getProperty(VERIFY_HOSTNAMES, "true"));
            result = result.withTls(new TlsSettings(trust.get(), keys, verify));
        } else if (keys.isPresent()) {
            throw new IllegalArgumentException(file + " has a keystore and no truststore, expected both or none");
        }
        return result;
    }

    private Optional<KeyStoreFile> store(String name) {
        return Optional.ofNullable(properties.getProperty(name))
                .map(path -> new KeyStoreFile(Path.of(path), new Secret(properties.getProperty(name + PASSWORD, ""))));
    }
}
