package io.durastream.runtime.ha;

import io.durastream.storage.Clock;
import java.io.IOException;
import java.time.Duration;
import org.apache.curator.utils.ZookeeperFactory;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ConnectStringParser;
import org.apache.zookeeper.client.StaticHostProvider;
import org.apache.zookeeper.client.ZKClientConfig;
import org.jspecify.annotations.Nullable;

/**
 * Makes the connections of one client, and goes on with the session of the connection before until a server has ended it.
 *
 * <p>Both Curator and ZooKeeper's client take a session for ended, by their own clocks, when no server was reached for about
 * its timeout. But the clocks that count are those of the servers, and theirs stand still while there is no majority: when a
 * lost ensemble is back it knows the session still, and the nodes that live with it.
 */
final class LastingSessions implements ZookeeperFactory {

    private final Clock clock;

    /** What follows is guarded by this object's monitor. */
    private @Nullable ZooKeeper last;

    private long madeNanos;

    LastingSessions(Clock clock) {
        this.clock = clock;
    }

    @Override
    public ZooKeeper newZooKeeper(String servers, int sessionTimeout, Watcher watcher, boolean readOnly)
            throws IOException {
        return newZooKeeper(servers, sessionTimeout, watcher, readOnly, new ZKClientConfig());
    }

    @Override
    public synchronized ZooKeeper newZooKeeper(
            String servers, int sessionTimeout, Watcher watcher, boolean readOnly, ZKClientConfig config)
            throws IOException {
        ZooKeeper before = last;
        ZooKeeper made = before == null || before.getSessionId() == 0 || endedByServer(before, sessionTimeout)
                ? new ZooKeeper(servers, sessionTimeout, watcher, readOnly, config)
                : new ZooKeeper(
                        servers,
                        sessionTimeout,
                        watcher,
                        before.getSessionId(),
                        before.getSessionPasswd(),
                        readOnly,
                        new StaticHostProvider(new ConnectStringParser(servers).getServerAddresses()),
                        config);
        last = made;
        madeNanos = clock.nanoTime();
        return made;
    }

    /**
     * Whether a server has refused the session of a connection that has ended. A server grants it a timeout of zero then. A
     * connection that has not reached any server has none either; but it does not give up before the timeout, and a server's
     * answer that comes later than that is heard again, sooner, on the next connection.
     */
    private boolean endedByServer(ZooKeeper ended, int sessionTimeout) {
        return ended.getSessionTimeout() <= 0
                && clock.nanoTime() - madeNanos
                        < Duration.ofMillis(sessionTimeout).toNanos();
    }
}
