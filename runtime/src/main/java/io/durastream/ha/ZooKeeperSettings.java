package io.durastream.ha;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.zookeeper.common.PathUtils;

/**
 * How candidates reach ZooKeeper. Secrets in it print as asterisks, and nothing of it is written to a checkpoint.
 *
 * @param servers each {@code host:port}
 * @param root the node under which everything is kept; made if it is missing
 * @param sessionTimeout after how long without a sign of life a leader's host counts as lost. The servers keep it within
 *     bounds of their own, 2 to 20 of their ticks
 * @param connectionTimeout how long to try one server
 * @param credentials who a candidate is; without them anybody may change its nodes
 * @param tls how the connection is encrypted; not, when empty
 */
public record ZooKeeperSettings(
        List<String> servers,
        String root,
        Duration sessionTimeout,
        Duration connectionTimeout,
        Optional<DigestCredentials> credentials,
        Optional<TlsSettings> tls) {

    private static final Pattern SERVER = Pattern.compile("(\\[[0-9a-fA-F:]+]|[^\\s:/\\[\\]]+):(\\d{1,5})");
    private static final int LAST_PORT = 65_535;
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(4);
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofHours(1);

    /**
     * Checks all parts.
     *
     * @param servers each {@code host:port}
     * @param root the node under which everything is kept
     * @param sessionTimeout after how long a silent leader counts as lost
     * @param connectionTimeout how long to try one server
     * @param credentials who a candidate is
     * @param tls how the connection is encrypted
     * @throws IllegalArgumentException naming the part that is of no use
     */
    public ZooKeeperSettings {
        servers = List.copyOf(servers);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("No ZooKeeper server is given, expected host:port,host:port,…");
        }
        servers.forEach(ZooKeeperSettings::requireAddress);
        requireNode(root);
        requireBetween("session timeout", sessionTimeout);
        requireBetween("connection timeout", connectionTimeout);
    }

    /**
     * Reads a connect string as ZooKeeper's own tools take it. Sessions last six seconds without a sign of life.
     *
     * @param connectString {@code host:port,host:port/root}; the root may be left out
     * @return settings without credentials and encryption
     * @throws IllegalArgumentException naming the part that is of no use
     */
    public static ZooKeeperSettings of(String connectString) {
        int slash = connectString.indexOf('/');
        String servers = slash < 0 ? connectString : connectString.substring(0, slash);
        return new ZooKeeperSettings(
                Arrays.stream(servers.split(","))
                        .map(String::strip)
                        .filter(server -> !server.isEmpty())
                        .toList(),
                slash < 0 ? "/" : connectString.substring(slash).strip(),
                SESSION_TIMEOUT,
                CONNECTION_TIMEOUT,
                Optional.empty(),
                Optional.empty());
    }

    /**
     * The same with another session timeout.
     *
     * @param timeout see {@link #sessionTimeout()}
     * @return other settings
     */
    public ZooKeeperSettings withSessionTimeout(Duration timeout) {
        return new ZooKeeperSettings(servers, root, timeout, connectionTimeout, credentials, tls);
    }

    /**
     * The same with credentials.
     *
     * @param user who the candidate is
     * @return other settings
     */
    public ZooKeeperSettings withCredentials(DigestCredentials user) {
        return new ZooKeeperSettings(servers, root, sessionTimeout, connectionTimeout, Optional.of(user), tls);
    }

    /**
     * The same with an encrypted connection.
     *
     * @param encryption how
     * @return other settings
     */
    public ZooKeeperSettings withTls(TlsSettings encryption) {
        return new ZooKeeperSettings(
                servers, root, sessionTimeout, connectionTimeout, credentials, Optional.of(encryption));
    }

    private static void requireAddress(String server) {
        var match = SERVER.matcher(server);
        if (!match.matches() || Integer.parseInt(match.group(2)) > LAST_PORT) {
            throw new IllegalArgumentException(
                    "The ZooKeeper server is '" + server + "', expected host:port such as zk1.example.org:2181");
        }
    }

    private static void requireNode(String path) {
        try {
            PathUtils.validatePath(path);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The root in ZooKeeper is '" + path + "', expected a path such as /streaming: " + e.getMessage(),
                    e);
        }
    }

    private static void requireBetween(String what, Duration timeout) {
        if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "The " + what + " of ZooKeeper is " + timeout + ", expected " + SHORTEST + " to " + LONGEST);
        }
    }
}
