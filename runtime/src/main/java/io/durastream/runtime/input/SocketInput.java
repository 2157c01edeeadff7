package io.durastream.runtime.input;

import static java.util.Objects.requireNonNull;

import io.durastream.Receiver;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.function.BooleanSupplier;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects to a TCP server and receives what it sends. Whatever ends the connection restarts the receiver, which waits for
 * {@code spark.streaming.receiverRestartDelay} and connects again, for as long as the context runs.
 *
 * <p>Unreliable by nature: nothing is acknowledged to the server, so that records which are not yet in a durable block
 * are lost with the process, as is what the server sends into a connection that breaks.
 */
abstract class SocketInput<T> extends Receiver<T> {

    private static final Logger LOG = LoggerFactory.getLogger(SocketInput.class);
    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;

    private final String host;
    private final int port;
    /** Set by the supervisor's thread, which alone starts and stops; each start makes its own. */
    private transient @Nullable Connection connection;

    SocketInput(String host, int port, StorageLevel storageLevel) {
        super(storageLevel);
        this.host = requireNonNull(host, "host");
        this.port = port;
    }

    /**
     * Stores what comes until there is no more, on the connection's thread.
     *
     * @param bytes what the server sends
     * @param over whether the connection was closed from here: nothing may be stored any more
     * @throws Exception whatever ends the connection, not the receiver
     */
    abstract void receive(InputStream bytes, BooleanSupplier over) throws Exception;

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

    /** What one start of the receiver does. Once it is closed it stores and reports nothing any more. */
    private final class Connection implements Runnable {

        private final Socket socket = new Socket();

        @Override
        public void run() {
            try (socket) {
                if (connect()) {
                    receiveAll();
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

        private void receiveAll() {
            try {
                receive(socket.getInputStream(), this::isOver);
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
