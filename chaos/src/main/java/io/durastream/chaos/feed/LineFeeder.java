package io.durastream.chaos.feed;

import io.durastream.storage.Clock;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TCP server, on the loop-back address, that feeds a {@link Text} to whoever connects. It stands for a source
 * that can be trusted exactly as far as real ones can: what was not acknowledged is sent again after a reconnection,
 * what was acknowledged is forgotten and can never be had again.
 *
 * <p>The protocol is lines of text:
 *
 * <pre>
 *   client   RESUME &lt;n&gt;        first line; the highest record that it knows to be durable, or -1
 *   server   &lt;n&gt;\t&lt;text&gt;      records in order, from n + 1 (or from the first that was not acknowledged yet, if that is later)
 *   client   ACK &lt;n&gt;           any time; everything up to record n is durable
 * </pre>
 *
 * <p>Records come into being at the given rate from the moment of the first {@code RESUME} on, also while no client
 * is connected; what has come into being is sent as fast as the client takes it. Memory is bounded: lines are made anew from the
 * seed. A client that breaks the protocol is disconnected and its mistake kept in {@link #violations}.
 *
 * <p>Methods may be called by any thread.
 */
public final class LineFeeder implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(LineFeeder.class);

    private final Text text;
    private final FeedLedger ledger;
    private final Clock clock;
    private final ServerSocket server;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final AtomicInteger threads = new AtomicInteger();

    private LineFeeder(Text text, double recordsPerSecond, int port, Clock clock) throws IOException {
        this.text = text;
        this.ledger = new FeedLedger(text.records(), recordsPerSecond, clock);
        this.clock = clock;
        this.server = new ServerSocket(port, 0, InetAddress.getLoopbackAddress());
    }

    /**
     * Starts to listen.
     *
     * @param recordsPerSecond the rate at which records come into being; above 0
     * @param port where to listen; 0 for any free port
     */
    public static LineFeeder start(Text text, double recordsPerSecond, int port, Clock clock) throws IOException {
        if (!(recordsPerSecond > 0)) {
            throw new IllegalArgumentException("The rate must be above 0 records a second, not " + recordsPerSecond);
        }
        var feeder = new LineFeeder(text, recordsPerSecond, port, clock);
        feeder.run("accept", feeder::accept);
        return feeder;
    }

    /** Where it listens. */
    public int port() {
        return server.getLocalPort();
    }

    /** How far it has come, at one moment. */
    public FeedProgress progress() {
        return ledger.progress();
    }

    /**
     * Ends the text where it is: no more records come into being, those that have are still sent until they are acknowledged. So a text can be
     * as long as what happens meanwhile.
     *
     * @return how many records the text has now
     */
    public long finish() {
        return ledger.finish();
    }

    /** What clients did against the protocol, such as acknowledging what was never sent. Empty when all is well. */
    public List<String> violations() {
        return ledger.violations();
    }

    private void accept() throws IOException {
        while (true) {
            Socket socket = server.accept();
            clients.add(socket);
            run("client", () -> serve(socket));
        }
    }

    private void serve(Socket socket) throws IOException, InterruptedException {
        try {
            var connection = new FeedConnection(socket, text, ledger, clock);
            long first = connection.handshake();
            run("acknowledgements", () -> listen(socket, connection));
            connection.send(first);
        } finally {
            drop(socket);
        }
    }

    private void listen(Socket socket, FeedConnection connection) throws IOException {
        try {
            connection.listen();
        } finally {
            drop(socket);
        }
    }

    private void drop(Socket socket) throws IOException {
        clients.remove(socket);
        socket.close();
    }

    private void run(String name, Work work) {
        var thread = new Thread(() -> work.runLogged(name), "feeder-" + name + "-" + threads.incrementAndGet());
        thread.setDaemon(true);
        thread.start();
    }

    /** Stops listening and drops every client. */
    @Override
    public void close() throws IOException {
        server.close();
        for (Socket client : clients) {
            drop(client);
        }
    }

    private interface Work {
        void run() throws IOException, InterruptedException;

        /** A connection may break at any time, that is what the feeder is for; the violations are kept by the ledger. */
        default void runLogged(String name) {
            try {
                run();
            } catch (IOException e) {
                LOG.debug("Feeder thread {} ends: {}", name, e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
