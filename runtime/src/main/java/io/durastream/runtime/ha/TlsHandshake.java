package io.durastream.runtime.ha;

import io.durastream.ha.ZooKeeperSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.zookeeper.client.ConnectStringParser;
import org.apache.zookeeper.common.ClientX509Util;
import org.apache.zookeeper.common.X509Exception;

/** Finds out why there is no encrypted connection to ZooKeeper, whose client says that in its log alone. */
final class TlsHandshake {

    private TlsHandshake() {}

    /** What is wrong with the stores, or with the handshake with the first server; nothing when that is not it. */
    static Optional<String> trouble(ZooKeeperSettings settings, int timeoutMillis) {
        if (settings.tls().isEmpty()) {
            return Optional.empty();
        }
        try (ClientX509Util tls = new ClientX509Util()) {
            SSLContext context = tls.createSSLContext(ZooKeeperClients.config(settings.tls()));
            shakeHands(context, server(settings), timeoutMillis);
            return Optional.empty();
        } catch (X509Exception | IOException e) {
            return Optional.of(rootOf(e).toString());
        }
    }

    private static InetSocketAddress server(ZooKeeperSettings settings) {
        InetSocketAddress first = new ConnectStringParser(settings.servers().get(0))
                .getServerAddresses()
                .get(0);
        return new InetSocketAddress(first.getHostString(), first.getPort());
    }

    private static void shakeHands(SSLContext context, InetSocketAddress server, int timeoutMillis) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(server, timeoutMillis);
            socket.setSoTimeout(timeoutMillis);
            try (SSLSocket secure = (SSLSocket)
                    context.getSocketFactory().createSocket(socket, server.getHostString(), server.getPort(), true)) {
                secure.startHandshake();
            }
        }
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure : rootOf(cause);
    }
}
