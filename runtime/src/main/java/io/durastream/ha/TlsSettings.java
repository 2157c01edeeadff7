package io.durastream.ha;

import java.util.Optional;

/**
 * How the connection to ZooKeeper is encrypted.
 *
 * @param trustStore whom this process believes
 * @param keyStore who this process is; needed where the servers ask for that
 * @param verifyHostNames whether a server's certificate must be for the host that was connected to
 */
public record TlsSettings(KeyStoreFile trustStore, Optional<KeyStoreFile> keyStore, boolean verifyHostNames) {

    /**
     * Encryption without a certificate of one's own.
     *
     * @param trustStore whom this process believes
     * @return settings that verify the names of hosts
     */
    public static TlsSettings trusting(KeyStoreFile trustStore) {
        return new TlsSettings(trustStore, Optional.empty(), true);
    }
}
