package io.durastream.chaos.zookeeper;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class ServerStatusTest {

    @Test
    void readsTheRole() {
        assertEquals(ServerRole.LEADER, ServerStatus.roleIn("Zookeeper version: 3.9.5\nMode: leader\nNode count: 5\n"));
        assertEquals(ServerRole.FOLLOWER, ServerStatus.roleIn("Mode: follower\n"));
    }

    @Test
    void whoDoesNotServeHasNone() {
        assertEquals(
                ServerRole.NONE, ServerStatus.roleIn("This ZooKeeper instance is not currently serving requests\n"));
        assertEquals(ServerRole.NONE, ServerStatus.roleIn(""));
    }
}
