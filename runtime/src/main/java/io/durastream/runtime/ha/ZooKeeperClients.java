package io.durastream.runtime.ha;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.durastream.ha.DigestCredentials;
import io.durastream.ha.KeyStoreFile;
import io.durastream.ha.TlsSettings;
import io.durastream.ha.ZooKeeperSettings;
import io.durastream.storage.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.curator.RetryPolicy;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.state.SessionConnectionStateErrorPolicy;
import org.apache.curator.retry.RetryForever;
import org.apache.zookeeper.client.ZKClientConfig;

/** Makes clients of ZooKeeper, for one application each. */
final class ZooKeeperClients {

    private static final int RETRY_MILLIS = 200;

    private ZooKeeperClients() {}

    /** A client that is not started yet. */
    static CuratorFramework of(ZooKeeperSettings settings, ElectionPath path) {
        return of(settings, path, new RetryForever(RETRY_MILLIS));
    }

    /** The same with another patience. */
    static CuratorFramework of(ZooKeeperSettings settings, ElectionPath path, RetryPolicy retries) {
        CuratorFrameworkFactory.Builder builder = CuratorFrameworkFactory.builder()
                .connectString(String.join(",", settings.servers()))
                .sessionTimeoutMs((int) settings.sessionTimeout().toMillis())
                .connectionTimeoutMs((int) shorter(settings.connectionTimeout(), settings.sessionTimeout()))
                .zookeeperFactory(new LastingSessions(Clock.system()))
                .connectionStateErrorPolicy(new SessionConnectionStateErrorPolicy())
                .retryPolicy(retries)
                // The servers may know each other by addresses that are of no use here.
                .ensembleTracker(false)
                .zkClientConfig(config(settings.tls()));
        settings.credentials()
                .ifPresent(user -> builder.authorization("digest", digest(user))
                        .aclProvider(new CandidateAcls(path.application())));
        return builder.build();
    }

    private static long shorter(Duration one, Duration other) {
        return Math.min(one.toMillis(), other.toMillis());
    }

    private static byte[] digest(DigestCredentials user) {
        return (user.user() + ":" + user.password().reveal()).getBytes(UTF_8);
    }

    static ZKClientConfig config(Optional<TlsSettings> tls) {
        ZKClientConfig config = new ZKClientConfig();
        tls.ifPresent(settings -> encrypt(config, settings));
        return config;
    }

    private static void encrypt(ZKClientConfig config, TlsSettings tls) {
        config.setProperty(ZKClientConfig.SECURE_CLIENT, "true");
        config.setProperty(ZKClientConfig.ZOOKEEPER_CLIENT_CNXN_SOCKET, "org.apache.zookeeper.ClientCnxnSocketNetty");
        config.setProperty("zookeeper.ssl.hostnameVerification", Boolean.toString(tls.verifyHostNames()));
        store(config, "zookeeper.ssl.trustStore", tls.trustStore());
        tls.keyStore().ifPresent(keys -> store(config, "zookeeper.ssl.keyStore", keys));
    }

    private static void store(ZKClientConfig config, String prefix, KeyStoreFile store) {
        config.setProperty(prefix + ".location", store.file().toString());
        config.setProperty(prefix + ".password", store.password().reveal());
    }
}
