package io.durastream.chaos.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class TcpLinkTest {

    @Test
    void carriesBothWaysUntilItIsCutAndAgainWhenItIsMended() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
                TcpLink link = TcpLink.to("127.0.0.1:" + server.getLocalPort())) {
            try (Socket client = connect(link);
                    Socket accepted = server.accept()) {
                assertCarries(client, accepted);
                assertCarries(accepted, client);
                link.cut();
                assertEnds(client);
                assertEnds(accepted);
            }
            try (Socket refused = connect(link)) {
                assertEnds(refused);
            }
            link.mend();
            try (Socket client = connect(link);
                    Socket accepted = server.accept()) {
                assertCarries(client, accepted);
            }
        }
    }

    @Test
    void endsWithEitherEnd() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
                TcpLink link = TcpLink.to("127.0.0.1:" + server.getLocalPort());
                Socket client = connect(link)) {
            server.accept().close();
            assertEnds(client);
        }
    }

    @Test
    void refusesWhoComesAfterTheEnd() throws IOException {
        TcpLink link = TcpLink.to("127.0.0.1:1");
        link.close();
        assertThrows(IOException.class, () -> connect(link).close());
    }

    @Test
    void servesClientsThatKnowTheServerByNameAndPort() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
                TcpLinks links = TcpLinks.from("127.0.1.9", List.of("127.0.0.1:" + server.getLocalPort()));
                Socket client = new Socket("127.0.1.9", server.getLocalPort());
                Socket accepted = server.accept()) {
            assertEquals("127.0.1.9:" + server.getLocalPort(), links.addresses());
            assertCarries(client, accepted);
            links.cut();
            assertEnds(client);
        }
    }

    private static Socket connect(TcpLink link) throws IOException {
        String address = link.address();
        int colon = address.indexOf(':');
        return new Socket(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    }

    private static void assertCarries(Socket from, Socket to) throws IOException {
        from.getOutputStream().write(7);
        assertEquals(7, to.getInputStream().read());
    }

    private static void assertEnds(Socket socket) throws IOException {
        try {
            assertEquals(-1, socket.getInputStream().read());
        } catch (SocketException e) {
            assertEquals("Connection reset", e.getMessage());
        }
    }
}
