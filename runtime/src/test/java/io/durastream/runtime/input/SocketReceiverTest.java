package io.durastream.runtime.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.durastream.Receiver;
import io.durastream.runtime.receiver.RecordingSupervisor;
import io.durastream.runtime.receiver.RecordingSupervisor.Restart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SocketReceiverTest {

    private static final String HOST = "127.0.0.1";
    private static final int STREAM = 7;

    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void storesLinesOfUtf8() throws Exception {
        try (RecordingSupervisor<String> supervisor = started(lines());
                Socket connection = server.accept()) {
            send(connection, "grün\nÿ €\n");

            await().until(() -> supervisor.records.size() == 2);
            assertEquals(List.of("grün", "ÿ €"), supervisor.records);
            assertEquals(List.of(), supervisor.restarts);
        }
    }

    @Test
    void storesWhatTheConverterMakes() throws Exception {
        Receiver<Integer> bytes = new SocketReceiver<>(
                HOST, server.getLocalPort(), in -> List.of(in.read(), in.read()), StorageLevel.MEMORY_ONLY());
        try (RecordingSupervisor<Integer> supervisor = started(bytes);
                Socket connection = server.accept()) {
            connection.getOutputStream().write(new byte[] {4, 2});

            await().until(() -> supervisor.records.size() == 2);
            assertEquals(List.of(4, 2), supervisor.records);
        }
    }

    @Test
    void connectsAgainWhenTheServerHangsUp() throws Exception {
        try (RecordingSupervisor<String> supervisor = started(lines())) {
            try (Socket first = server.accept()) {
                send(first, "one\n");
            }
            try (Socket second = server.accept()) {
                send(second, "two\n");
                await().until(() -> supervisor.records.size() == 2);
            }
            assertEquals(List.of("one", "two"), supervisor.records);
            assertEquals(new Restart("Socket data stream had no more data", null, null), supervisor.restarts.get(0));
        }
    }

    @Test
    void connectsAgainUntilThereIsAServer() throws Exception {
        int port = server.getLocalPort();
        server.close();
        Receiver<String> lines = SocketReceiver.ofLines(HOST, port, StorageLevel.MEMORY_ONLY());
        try (RecordingSupervisor<String> supervisor = started(lines)) {
            await().until(() -> supervisor.restarts.size() > 2);
            Restart restart = supervisor.restarts.get(0);
            assertEquals("Error connecting to 127.0.0.1:" + port, restart.message());
            assertInstanceOf(IOException.class, restart.error());

            server = new ServerSocket(port, 10, InetAddress.getLoopbackAddress());
            try (Socket connection = server.accept()) {
                send(connection, "at last\n");
                await().until(() -> supervisor.records.contains("at last"));
            }
        }
    }

    @Test
    void restartsWhenTheConverterFails() throws Exception {
        Receiver<Integer> failing = new SocketReceiver<>(
                HOST,
                server.getLocalPort(),
                in -> {
                    throw new IllegalStateException("cannot read this");
                },
                StorageLevel.MEMORY_ONLY());
        try (RecordingSupervisor<Integer> supervisor = started(failing)) {
            await().until(() -> !supervisor.restarts.isEmpty());
            Restart restart = supervisor.restarts.get(0);
            assertEquals("Error receiving data", restart.message());
            assertEquals(
                    "cannot read this",
                    String.valueOf(requireNonNull(restart.error()).getMessage()));
            assertNull(restart.delayMillis());
        }
    }

    @Test
    void hangsUpWhenStoppedAndDoesNotRestart() throws Exception {
        try (RecordingSupervisor<String> supervisor = started(lines());
                Socket connection = server.accept()) {
            send(connection, "one\n");
            await().until(() -> supervisor.records.size() == 1);

            supervisor.stop("enough", null);

            assertEquals(-1, connection.getInputStream().read(), "the receiver has closed the connection");
            await().until(() -> Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals("socket-receiver-" + STREAM)));
            assertEquals(List.of(), supervisor.restarts);
        }
    }

    @Test
    void travelsToAnExecutor() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(lines());
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            @SuppressWarnings("unchecked")
            Receiver<String> copy = (Receiver<String>) in.readObject();
            try (RecordingSupervisor<String> supervisor = started(copy);
                    Socket connection = server.accept()) {
                send(connection, "one\n");
                await().until(() -> supervisor.records.size() == 1);
            }
        }
    }

    private Receiver<String> lines() {
        return SocketReceiver.ofLines(HOST, server.getLocalPort(), StorageLevel.MEMORY_ONLY());
    }

    private static <T> RecordingSupervisor<T> started(Receiver<T> receiver) {
        RecordingSupervisor<T> supervisor = new RecordingSupervisor<>(receiver, STREAM);
        supervisor.start();
        return supervisor;
    }

    private static void send(Socket connection, String text) throws IOException {
        connection.getOutputStream().write(text.getBytes(UTF_8));
        connection.getOutputStream().flush();
    }
}
