package io.durastream.chaos.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryForever;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
final class ZooKeeperEnsembleIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    @Test
    void keepsItsDataThroughEveryFaultAndLeavesNothingBehind() throws Exception {
        List<Long> pids;
        try (var ensemble = ZooKeeperEnsemble.start(directory, 3, Clock.system());
                var client = client(ensemble)) {
            client.start();
            client.create().forPath("/word", "one".getBytes(UTF_8));
            assertEquals(1, count(ensemble, ServerRole.LEADER));
            assertEquals(2, count(ensemble, ServerRole.FOLLOWER));

            ZooKeeperServer killed = ensemble.awaitLeader();
            killed.kill();
            assertEquals(ServerRole.NONE, killed.role());
            assertNotEquals(killed, ensemble.awaitLeader());
            assertEquals("one", word(client));
            ensemble.heal();
            assertEquals(ServerRole.FOLLOWER, killed.role());

            ZooKeeperServer paused = ensemble.awaitLeader();
            paused.pause();
            assertEquals(ServerRole.NONE, paused.role());
            client.setData().forPath("/word", "two".getBytes(UTF_8));
            assertNotEquals(paused, ensemble.awaitLeader());
            ensemble.heal();
            await().atMost(LIMIT).until(() -> paused.role() == ServerRole.FOLLOWER);

            ensemble.kill();
            assertEquals(3, count(ensemble, ServerRole.NONE));
            ensemble.heal();
            assertEquals("two", word(client));
            pids = ensemble.servers().stream().map(ZooKeeperServer::pid).toList();
            assertTrue(pids.stream().allMatch(ZooKeeperEnsembleIT::isAlive));
        }
        await().atMost(LIMIT).until(() -> pids.stream().noneMatch(ZooKeeperEnsembleIT::isAlive));
    }

    private static CuratorFramework client(ZooKeeperEnsemble ensemble) {
        return CuratorFrameworkFactory.builder()
                .connectString(ensemble.connectString())
                .ensembleTracker(false)
                .retryPolicy(new RetryForever(100))
                .build();
    }

    private static long count(ZooKeeperEnsemble ensemble, ServerRole role) {
        return ensemble.servers().stream()
                .filter(server -> server.role() == role)
                .count();
    }

    private static String word(CuratorFramework client) throws Exception {
        return new String(client.getData().forPath("/word"), UTF_8);
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
