package io.durastream.recovery.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A wire between drivers and the source that hears what the drivers say, connection by connection: {@code RESUME <n>} and
 * {@code ACK <n>}. Any thread.
 */
final class AckTap implements Closeable {

    private final ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    private final int source;
    private final List<List<String>> connections = new CopyOnWriteArrayList<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    /** @param source the port of the source */
    AckTap(int source) throws IOException {
        this.source = source;
        run(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** How many lines were said on a connection; none while it is not made. */
    int said(int connection) {
        return connection < connections.size() ? connections.get(connection).size() : 0;
    }

    /** What was said so far on each connection, in the order in which they were made. */
    List<List<String>> connections() {
        return connections.stream().map(List::copyOf).toList();
    }

    /** The number in a line such as {@code ACK 17}. */
    static long number(String line) {
        return Long.parseLong(line.substring(line.indexOf(' ') + 1));
    }

    private void accept() throws IOException {
        while (true) {
            Socket driver = server.accept();
            Socket feeder = new Socket(InetAddress.getLoopbackAddress(), source);
            sockets.addAll(List.of(driver, feeder));
            List<String> said = new CopyOnWriteArrayList<>();
            connections.add(said);
            run(() -> {
                try (driver;
                        feeder) {
                    feeder.getInputStream().transferTo(driver.getOutputStream());
                }
            });
            run(() -> {
                try (driver;
                        feeder) {
                    listen(driver, feeder, said);
                }
            });
        }
    }

    private static void listen(Socket driver, Socket feeder, List<String> said) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(driver.getInputStream(), UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            said.add(line);
            feeder.getOutputStream().write((line + "\n").getBytes(UTF_8));
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private static void run(Work work) {
        Thread thread = new Thread(work::runToItsEnd, "ack-tap");
        thread.setDaemon(true);
        thread.start();
    }

    private interface Work {
        void run() throws IOException;

        /** A broken connection is the end of it: that is what a wire is like. */
        default void runToItsEnd() {
            try {
                run();
            } catch (IOException e) {
                Thread.currentThread().setName("ack-tap, broken by " + e);
            }
        }
    }
}
