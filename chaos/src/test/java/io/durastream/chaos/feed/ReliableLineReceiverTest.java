package io.durastream.chaos.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.durastream.examples.ReliableLineReceiver;
import io.durastream.storage.Clock;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The example's receiver with the feeder that it was written for. */
@Timeout(60)
final class ReliableLineReceiverTest {

    private static final int RECORDS = 20_000;
    private static final FeedText TEXT = new FeedText(21, RECORDS);
    private static final List<String> LINES =
            IntStream.range(0, RECORDS).mapToObj(TEXT::line).toList();

    private static LineFeeder feeder(double rate) throws IOException {
        return LineFeeder.start(TEXT, rate, 0, Clock.system());
    }

    private static FakeSupervisor supervised(LineFeeder feeder) {
        return new FakeSupervisor(new ReliableLineReceiver("127.0.0.1", feeder.port()));
    }

    @Test
    void storesEveryRecordOnceAndAcknowledgesIt() throws IOException {
        try (var feeder = feeder(1e9)) {
            var supervisor = supervised(feeder);
            supervisor.start();
            await().until(() -> feeder.progress().complete());
            supervisor.stop();
            assertEquals(LINES, supervisor.durable);
            assertEquals(List.of(), feeder.violations());
        }
    }

    @Test
    void goesOnAfterEachRestart() throws IOException {
        try (var feeder = feeder(30_000)) {
            var supervisor = supervised(feeder);
            for (int part = 1; part <= 4; part++) {
                int wanted = part * RECORDS / 5;
                supervisor.start();
                await().until(() -> supervisor.durable.size() >= wanted);
                supervisor.stop();
            }
            supervisor.start();
            await().until(() -> feeder.progress().complete());
            supervisor.stop();
            assertEquals(LINES, supervisor.durable);
        }
    }

    @Test
    void acknowledgesNothingThatItCouldNotStore() throws IOException {
        try (var feeder = feeder(1e9)) {
            var supervisor = supervised(feeder);
            supervisor.fail(true);
            supervisor.start();
            await().until(() -> feeder.progress().connections() >= 3);
            assertEquals(0, feeder.progress().acknowledged());
            supervisor.fail(false);
            await().until(() -> feeder.progress().complete());
            supervisor.stop();
            assertEquals(LINES, supervisor.durable);
        }
    }

    /** A source that goes on where it wants, here in the middle of what it had sent before. */
    @Test
    void dropsWhatIsDurableAlready() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var supervisor = new FakeSupervisor(new ReliableLineReceiver("127.0.0.1", server.getLocalPort()));
            supervisor.start();
            try (var source = new PlainSource(server)) {
                assertEquals("RESUME -1", source.heard());
                source.send(0, 9);
                assertEquals("ACK 9", source.heard());
                source.send(5, 12);
                assertEquals("ACK 12", source.heard());
            }
            assertEquals(LINES.subList(0, 13), supervisor.durable);
            supervisor.stop();
        }
    }

    @Test
    void resumesBehindWhatIsDurableThoughNobodyHeardTheAcknowledgement() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var supervisor = new FakeSupervisor(new ReliableLineReceiver("127.0.0.1", server.getLocalPort()));
            supervisor.start();
            try (var source = new PlainSource(server)) {
                source.send(0, 9);
                await().until(() -> supervisor.durable.size() == 10);
            }
            try (var source = new PlainSource(server)) {
                assertEquals("RESUME 9", source.heard());
            }
            supervisor.stop();
        }
    }

    private record PlainSource(Socket socket, BufferedReader in) implements Closeable {

        PlainSource(ServerSocket server) throws IOException {
            this(server.accept());
        }

        private PlainSource(Socket socket) throws IOException {
            this(socket, new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)));
        }

        void send(int first, int last) throws IOException {
            var records = new StringBuilder();
            IntStream.rangeClosed(first, last)
                    .forEach(number -> records.append(number)
                            .append('\t')
                            .append(LINES.get(number))
                            .append('\n'));
            socket.getOutputStream().write(records.toString().getBytes(UTF_8));
        }

        String heard() throws IOException {
            return in.readLine();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
