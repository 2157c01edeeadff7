package io.durastream.chaos.zookeeper;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Asks a ZooKeeper server for its role with the command {@code srvr}, which any client may send. */
final class ServerStatus {

    private static final int TIMEOUT_MILLIS = 1_000;
    private static final String ROLE = "Mode: ";

    private ServerStatus() {}

    static ServerRole ask(InetSocketAddress server) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(server, TIMEOUT_MILLIS);
            socket.getOutputStream().write("srvr".getBytes(US_ASCII));
            return roleIn(new String(socket.getInputStream().readAllBytes(), US_ASCII));
        } catch (IOException e) {
            // Dead, or paused: both do not answer.
            return ServerRole.NONE;
        }
    }

    static ServerRole roleIn(String answer) {
        return answer.lines()
                .filter(line -> line.startsWith(ROLE))
                .map(line -> line.substring(ROLE.length()).strip())
                .map(mode -> switch (mode) {
                    case "leader" -> ServerRole.LEADER;
                    case "follower" -> ServerRole.FOLLOWER;
                    default -> ServerRole.NONE;
                })
                .findFirst()
                .orElse(ServerRole.NONE);
    }
}
