package io.durastream.runtime.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.durastream.Receiver;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Iterator;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects to a TCP server and stores what a converter makes of its bytes, one record at a time. Whatever ends the
 * connection restarts the receiver, which waits for {@code spark.streaming.receiverRestartDelay} and connects again, for
 * as long as the context runs.
 *
 * <p>Unreliable by nature: nothing is acknowledged to the server, so that records which are not yet in a durable block
 * are lost with the process, as is what the server sends into a connection that breaks.
 */
public final class SocketReceiver<T> extends Receiver<T> {

    private static final Logger LOG = LoggerFactory.getLogger(SocketReceiver.class);
    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;

    private final String host;
    private final int port;
    private final Function<InputStream, Iterable<T>> converter;
    /** Set by the supervisor's thread, which alone starts and stops; each start makes its own. */
    private transient @Nullable Connection connection;

    /**
     * @param converter makes records of the connection's bytes; called once a connection, iterated on its thread
     */
    public SocketReceiver(
            String host, int port, Function<InputStream, Iterable<T>> converter, StorageLevel storageLevel) {
        super(storageLevel);
        this.host = requireNonNull(host, "host");
        this.port = port;
        this.converter = requireNonNull(converter, "converter");
    }

    /** A receiver of the lines of a UTF-8 text. */
    public static SocketReceiver<String> ofLines(String host, int port, StorageLevel storageLevel) {
        return new SocketReceiver<>(host, port, SocketReceiver::lines, storageLevel);
    }

    @Override
    public void onStart() {
        Connection started = new Connection();
        connection = started;
        Thread thread = new Thread(started, "socket-receiver-" + streamId());
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void onStop() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    private static Iterable<String> lines(InputStream bytes) {
        BufferedReader reader = new BufferedReader(new InputStreamReader(bytes, UTF_8));
        return () -> reader.lines().iterator();
    }

    /** What one start of the receiver does. Once it is closed it stores and reports nothing any more. */
    private final class Connection implements Runnable {

        private final Socket socket = new Socket();

        @Override
        public void run() {
            try (socket) {
                if (connect()) {
                    receive();
                }
            } catch (IOException e) {
                LOG.debug("Could not close the connection to {}:{}", host, port, e);
            }
        }

        /** Makes a connection attempt or a blocked read of {@link #run()} fail. */
        void close() {
            try {
                socket.close();
            } catch (IOException e) {
                LOG.debug("Could not close the connection to {}:{}", host, port, e);
            }
        }

        private boolean connect() {
            LOG.info("Connecting to {}:{}", host, port);
            try {
                socket.connect(new InetSocketAddress(host, port), CONNECT_TIMEOUT_MILLIS);
                return true;
            } catch (IOException e) {
                restartUnlessStopped("Error connecting to " + host + ":" + port, e);
                return false;
            }
        }

        // The converter and the records are the user's: whatever they throw ends this connection, not the receiver.
        private void receive() {
            try {
                Iterator<T> records = converter.call(socket.getInputStream()).iterator();
                while (!isOver() && records.hasNext()) {
                    store(records.next());
                }
                restartUnlessStopped("Socket data stream had no more data", null);
            } catch (Exception e) {
                restartUnlessStopped("Error receiving data", e);
            }
        }

        private void restartUnlessStopped(String message, @Nullable Exception error) {
            if (isOver()) {
                LOG.info("Stopped receiving from {}:{}", host, port);
            } else if (error == null) {
                restart(message);
            } else {
                restart(message, error);
            }
        }

        private boolean isOver() {
            return socket.isClosed() || isStopped();
        }
    }
}
