package io.durastream.runtime.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.runtime.receiver.RecordingSupervisor;
import io.durastream.runtime.receiver.RecordingSupervisor.Restart;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RawSocketReceiverTest {

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
    void storesEachBlockAsItComesAndConnectsAgain() throws Exception {
        try (RecordingSupervisor<String> supervisor = started()) {
            try (Socket connection = server.accept();
                    DataOutputStream out = new DataOutputStream(connection.getOutputStream())) {
                send(out, "one");
                send(out, "");
                send(out, "x".repeat(70_000));
            }
            try (Socket connection = server.accept();
                    DataOutputStream out = new DataOutputStream(connection.getOutputStream())) {
                send(out, "three");
                await().until(() -> supervisor.blocks.size() == 3);
            }
            assertEquals(List.of("one", "x".repeat(70_000), "three"), blocks(supervisor));
            assertEquals(new Restart("Socket data stream had no more data", null, null), supervisor.restarts.get(0));
        }
    }

    @Test
    void doesNotStoreABlockThatEndsTooEarly() throws Exception {
        try (RecordingSupervisor<String> supervisor = started()) {
            try (Socket connection = server.accept();
                    DataOutputStream out = new DataOutputStream(connection.getOutputStream())) {
                out.writeInt(1_000_000_000);
                out.write("only this".getBytes(UTF_8));
            }
            Restart restart = firstRestart(supervisor);
            assertEquals("Error receiving data", restart.message());
            String message = messageOf(restart);
            assertInstanceOf(EOFException.class, restart.error());
            assertTrue(message.contains("9 of the 1000000000 bytes"), message);
            assertEquals(List.of(), supervisor.blocks);
        }
    }

    @Test
    void refusesALengthThatIsNone() throws Exception {
        try (RecordingSupervisor<String> supervisor = started();
                Socket connection = server.accept();
                DataOutputStream out = new DataOutputStream(connection.getOutputStream())) {
            out.writeInt(-2);
            String message = messageOf(firstRestart(supervisor));
            assertTrue(message.contains("4294967294"), message);
            assertEquals(List.of(), supervisor.blocks);
        }
    }

    private static void send(DataOutputStream out, String block) throws IOException {
        out.writeInt(block.length());
        out.write(block.getBytes(UTF_8));
        out.flush();
    }

    private static List<String> blocks(RecordingSupervisor<String> supervisor) {
        return supervisor.blocks.stream()
                .map(block -> textOf(requireNonNull(block.bytes())))
                .toList();
    }

    private static String textOf(ByteBuffer bytes) {
        return UTF_8.decode(bytes.duplicate()).toString();
    }

    private static Restart firstRestart(RecordingSupervisor<String> supervisor) {
        await().until(() -> !supervisor.restarts.isEmpty());
        return supervisor.restarts.get(0);
    }

    private static String messageOf(Restart restart) {
        return String.valueOf(requireNonNull(restart.error()).getMessage());
    }

    private RecordingSupervisor<String> started() {
        RecordingSupervisor<String> supervisor = new RecordingSupervisor<>(
                new RawSocketReceiver<>("127.0.0.1", server.getLocalPort(), StorageLevel.MEMORY_ONLY()), 3);
        supervisor.start();
        return supervisor;
    }
}
