package io.durastream.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.durastream.Receiver;
import io.durastream.SourcePosition;
import io.durastream.storage.Clock;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A receiver for a source that numbers its records and sends again what was not acknowledged. No record is lost and none comes twice, because of the order of things:
 *
 * <ol>
 *   <li>it asks the source to go on after the last position that is durable: {@code RESUME <n>};
 *   <li>it stores a block of records <em>together with</em> the number of the last one, and when {@code store} returns, both are durable;
 *   <li>only then it acknowledges, {@code ACK <n>}, and the source may forget the records.
 * </ol>
 *
 * <p>A crash before 2 is done: the source sends the records again. Between 2 and 3: the source does not know that they are
 * durable, but the receiver does, and resumes behind them.
 */
public final class ReliableLineReceiver extends Receiver<String> {

    private static final Logger LOG = LoggerFactory.getLogger(ReliableLineReceiver.class);

    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final int RECONNECT_MILLIS = 200;
    private static final long STOP_MILLIS = 10_000;

    /** A block is what arrives within 50 ms: each is one write to the log, so they should be neither tiny nor late. */
    private static final long BLOCK_MILLIS = 50;

    private static final int BLOCK_LINES = 10_000;

    private final String host;
    private final int port;

    /** The current start's connection and thread; only the runtime's thread that starts and stops us sees these fields. */
    private transient @Nullable Socket socket;

    private transient @Nullable Thread thread;

    public ReliableLineReceiver(String host, int port) {
        // The log is the guarantee; the memory of the executor is only the cache in front of it.
        super(StorageLevel.MEMORY_AND_DISK_SER());
        this.host = host;
        this.port = port;
    }

    /** Must not block, so a thread does the work. */
    @Override
    public void onStart() {
        Socket connection = new Socket();
        Thread receiving = new Thread(() -> receive(connection), "line-receiver");
        receiving.setDaemon(true);
        receiving.start();
        socket = connection;
        thread = receiving;
    }

    /**
     * Closing the socket ends the thread. It is waited for: if it still stored a block when the next start asks for
     * the last durable position, that block would come twice.
     */
    @Override
    public void onStop() {
        if (socket != null && thread != null) {
            close(socket);
            try {
                thread.join(STOP_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void receive(Socket connection) {
        try {
            connection.connect(new InetSocketAddress(host, port), CONNECT_TIMEOUT_MILLIS);
            receiveBlocks(connection);
        } catch (Exception e) {
            // Closed by onStop: all is well. Otherwise the source is away, or the records could not be stored: what
            // was not acknowledged comes again.
            if (!connection.isClosed()) {
                restart("Lost the connection to " + host + ":" + port, e, RECONNECT_MILLIS);
            }
        } finally {
            close(connection);
        }
    }

    private void receiveBlocks(Socket connection) throws IOException, InterruptedException {
        BufferedReader in = new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8));
        long durable =
                lastPosition().map(position -> Long.parseLong(position.value())).orElse(-1L);
        say(connection, "RESUME " + durable);
        while (!isStopped()) {
            durable = receiveBlock(connection, in, durable);
        }
    }

    /** Waits for a record, takes those that come soon after it, and stores them all as one block. */
    private long receiveBlock(Socket connection, BufferedReader in, long durable)
            throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        long last = add(readLine(in), lines, durable);
        Clock.system().sleep(BLOCK_MILLIS);
        while (lines.size() < BLOCK_LINES && in.ready()) {
            last = add(readLine(in), lines, last);
        }
        if (!lines.isEmpty()) {
            store(lines, new SourcePosition(Long.toString(last)));
        }
        say(connection, "ACK " + last);
        return last;
    }

    /** Adds the text of {@code <n>\t<text>}, unless that record is durable already. */
    private static long add(String record, List<String> lines, long last) {
        int tab = record.indexOf('\t');
        long number = Long.parseLong(record.substring(0, tab));
        if (number <= last) {
            return last;
        }
        lines.add(record.substring(tab + 1));
        return number;
    }

    private static String readLine(BufferedReader in) throws IOException {
        String line = in.readLine();
        if (line == null) {
            throw new EOFException("The source closed the connection");
        }
        return line;
    }

    private static void say(Socket connection, String line) throws IOException {
        connection.getOutputStream().write((line + "\n").getBytes(UTF_8));
    }

    private static void close(Socket connection) {
        try {
            connection.close();
        } catch (IOException e) {
            LOG.debug("Could not close a connection", e);
        }
    }
}
