package io.durastream.chaos.network;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A wire to a TCP server: whoever connects to it talks to the server, until the wire is cut. So one client loses a server
 * that all others still reach. Any thread.
 */
public final class TcpLink implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(TcpLink.class);

    private final ServerSocket entrance;
    private final String host;
    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong refused = new AtomicLong();

    /** Written by whoever cuts and mends, read by the thread that accepts. */
    private volatile boolean cut;

    private TcpLink(ServerSocket entrance, String host, int port) {
        this.entrance = entrance;
        this.host = host;
        this.port = port;
    }

    /** A wire to {@code host:port}, which begins at any free port. The server need not be up. */
    public static TcpLink to(String server) throws IOException {
        return start(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()), server);
    }

    /** A wire that begins at the server's port of another address of this machine: for clients that know the server by name. */
    public static TcpLink from(String address, String server) throws IOException {
        return start(new ServerSocket(portOf(server), 0, InetAddress.getByName(address)), server);
    }

    private static TcpLink start(ServerSocket entrance, String server) {
        TcpLink link = new TcpLink(entrance, server.substring(0, server.lastIndexOf(':')), portOf(server));
        link.run(link::accept);
        return link;
    }

    private static int portOf(String server) {
        return Integer.parseInt(server.substring(server.lastIndexOf(':') + 1));
    }

    /** Where clients connect: {@code host:port}. */
    public String address() {
        return entrance.getInetAddress().getHostAddress() + ":" + entrance.getLocalPort();
    }

    /**
     * Breaks all connections; new ones are broken as soon as they are made.
     *
     * @return how many were broken
     */
    public int cut() throws IOException {
        cut = true;
        return closeAll();
    }

    /** How many connections were broken as soon as they were made, so far. */
    public long refused() {
        return refused.get();
    }

    /** New connections reach the server again. */
    public void mend() {
        cut = false;
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = entrance.accept();
            run(() -> connect(client));
        }
    }

    private void connect(Socket client) throws IOException {
        try (client) {
            if (cut) {
                refused.incrementAndGet();
                return;
            }
            try (Socket server = new Socket(host, port)) {
                sockets.add(client);
                sockets.add(server);
                if (cut) {
                    return;
                }
                run(() -> copy(server, client));
                copy(client, server);
            } finally {
                sockets.remove(client);
            }
        }
    }

    /** Until either end closes; then the other does too. */
    private void copy(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private int closeAll() throws IOException {
        int ends = 0;
        for (Socket socket : sockets) {
            socket.close();
            ends++;
        }
        return (ends + 1) / 2;
    }

    private void run(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // What it is for.
                        LOG.debug("A connection to {}:{} ends", host, port, e);
                    }
                },
                "tcp-link");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        cut();
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }
}
