package io.durastream.chaos.zookeeper;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Where a server listens. Each server has a loopback address of its own: no outgoing connection can take a port of a dead
 * one before it is started again, as those come from another address.
 *
 * @param host the server's address
 * @param client for clients
 * @param quorum for the followers of a leader
 * @param election for elections
 */
record ServerPorts(String host, int client, int quorum, int election) {

    private static final int FIRST_HOST = 10;

    /** Free ones for the server of that number, from 1 on. */
    static ServerPorts free(int number) throws IOException {
        String host = "127.0.0." + (FIRST_HOST + number);
        InetAddress address = InetAddress.getByName(host);
        try (var client = new ServerSocket(0, 1, address);
                var quorum = new ServerSocket(0, 1, address);
                var election = new ServerSocket(0, 1, address)) {
            return new ServerPorts(host, client.getLocalPort(), quorum.getLocalPort(), election.getLocalPort());
        }
    }

    /** The line of the configuration by which the others find this server. */
    String configuration(int number) {
        return "server." + number + "=" + host + ":" + quorum + ":" + election;
    }

    InetSocketAddress forClients() {
        return new InetSocketAddress(host, client);
    }
}
