package io.durastream.runtime.ha;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.durastream.ha.KeyStoreFile;
import io.durastream.ha.Secret;
import io.durastream.ha.TlsSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.client.ZKClientConfig;
import org.junit.jupiter.api.Test;

final class ZooKeeperClientsTest {

    @Test
    void tellsTheClientHowToEncrypt() {
        KeyStoreFile trust = new KeyStoreFile(Path.of("/etc/trust.p12"), new Secret("one"));
        KeyStoreFile keys = new KeyStoreFile(Path.of("/etc/keys.p12"), new Secret("two"));
        ZKClientConfig config = ZooKeeperClients.config(Optional.of(new TlsSettings(trust, Optional.of(keys), true)));
        assertEquals("true", config.getProperty("zookeeper.client.secure"));
        assertEquals("org.apache.zookeeper.ClientCnxnSocketNetty", config.getProperty("zookeeper.clientCnxnSocket"));
        assertEquals("/etc/trust.p12", config.getProperty("zookeeper.ssl.trustStore.location"));
        assertEquals("two", config.getProperty("zookeeper.ssl.keyStore.password"));
        assertEquals("true", config.getProperty("zookeeper.ssl.hostnameVerification"));
    }

    @Test
    void encryptsNothingUnlessTold() {
        assertNull(ZooKeeperClients.config(Optional.empty()).getProperty("zookeeper.client.secure"));
    }

    @Test
    void nodesOfAnApplicationAreForItsCandidatesAlone() {
        CandidateAcls acls = new CandidateAcls("/durastream/words-1");
        assertEquals(Ids.CREATOR_ALL_ACL, acls.getAclForPath("/durastream/words-1"));
        assertEquals(Ids.CREATOR_ALL_ACL, acls.getAclForPath("/durastream/words-1/leader/latch-1"));
        for (String shared : List.of("/durastream", "/durastream/words-12")) {
            assertEquals(2, acls.getAclForPath(shared).size(), shared);
        }
    }
}
