package io.durastream.chaos.feed;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.Clock;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class LineFeederTest {

    private static final int RECORDS = 5000;
    private static final FeedText TEXT = new FeedText(7, RECORDS);

    private LineFeeder feeder;

    @BeforeEach
    void start() throws IOException {
        feeder = LineFeeder.start(TEXT, 1e9, 0, Clock.system());
    }

    @AfterEach
    void stop() throws IOException {
        feeder.close();
    }

    @Test
    void sendsTheWholeTextInOrder() throws IOException {
        try (var client = FeedClient.resuming(feeder.port(), -1)) {
            var expected = IntStream.range(0, RECORDS)
                    .mapToObj(number -> number + "\t" + TEXT.line(number))
                    .toList();
            assertEquals(expected, client.read(RECORDS));
        }
        assertEquals(RECORDS, feeder.progress().sent());
        assertEquals(0, feeder.progress().resent());
    }

    @Test
    void isCompleteOnceTheLastRecordIsAcknowledged() throws IOException {
        try (var client = FeedClient.resuming(feeder.port(), -1)) {
            client.read(RECORDS);
            client.say("ACK " + (RECORDS - 2));
            await().until(() -> feeder.progress().acknowledged() == RECORDS - 1);
            assertTrue(!feeder.progress().complete());
            client.say("ACK " + (RECORDS - 1));
            await().until(() -> feeder.progress().complete());
        }
    }

    @Test
    void sendsAgainWhatWasNotAcknowledged() throws IOException {
        try (var client = FeedClient.resuming(feeder.port(), -1)) {
            client.read(RECORDS);
            client.say("ACK 99");
            await().until(() -> feeder.progress().acknowledged() == 100);
        }
        try (var client = FeedClient.resuming(feeder.port(), 99)) {
            assertEquals("100\t" + TEXT.line(100), client.read());
            client.read(RECORDS - 101);
        }
        assertEquals(RECORDS - 100, feeder.progress().resent());
        assertEquals(2, feeder.progress().connections());
    }

    @Test
    void takesTheResumePositionAsAcknowledgement() throws IOException {
        try (var client = FeedClient.resuming(feeder.port(), -1)) {
            client.read(200);
        }
        try (var client = FeedClient.resuming(feeder.port(), 149)) {
            assertEquals(150, FeedClient.number(client.read()));
        }
        assertEquals(150, feeder.progress().acknowledged());
    }

    @Test
    void hasForgottenWhatWasAcknowledged() throws IOException {
        try (var client = FeedClient.resuming(feeder.port(), -1)) {
            client.read(200);
            client.say("ACK 149");
            await().until(() -> feeder.progress().acknowledged() == 150);
        }
        try (var client = FeedClient.resuming(feeder.port(), -1)) {
            assertEquals(150, FeedClient.number(client.read()));
        }
    }

    @Test
    void refusesAcknowledgementOfWhatWasNeverSent() throws IOException {
        try (var client = FeedClient.resuming(feeder.port(), -1)) {
            client.say("ACK " + RECORDS);
            await().until(() -> !feeder.violations().isEmpty());
        }
        assertTrue(
                feeder.violations().get(0).contains("acknowledged record " + RECORDS), feeder.violations()::toString);
        assertEquals(0, feeder.progress().acknowledged());
    }

    @Test
    void hangsUpOnAClientThatSpeaksSomethingElse() throws IOException {
        try (var client = new FeedClient(feeder.port())) {
            client.say("GET / HTTP/1.1");
            assertNull(client.read());
        }
        try (var client = FeedClient.resuming(feeder.port(), -1)) {
            client.read();
            client.say("ACK many");
            await().until(() -> feeder.violations().size() == 2);
        }
    }

    @Test
    void outlivesClientsThatLeaveAtBadMoments() throws IOException {
        new FeedClient(feeder.port()).close();
        FeedClient.resuming(feeder.port(), -1).close();
        try (var client = new FeedClient(feeder.port())) {
            client.say("RES");
        }
        try (var client = FeedClient.resuming(feeder.port(), -1)) {
            assertEquals(0, FeedClient.number(client.read()));
        }
    }

    /** What a client that keeps things honestly ends up with is the text, once, wherever its connections break. */
    @Test
    void losesNothingOverManyBrokenConnections() throws IOException {
        var random = new SplittableRandom(11);
        var kept = new TreeMap<Long, String>();
        while (kept.size() < RECORDS) {
            long durable = kept.isEmpty() ? -1 : kept.lastKey();
            try (var client = FeedClient.resuming(feeder.port(), durable)) {
                int wanted = Math.min(random.nextInt(1, 700), RECORDS - kept.size());
                for (String record : client.read(wanted)) {
                    assertNull(kept.put(FeedClient.number(record), FeedClient.text(record)), record);
                }
                if (random.nextBoolean()) {
                    client.say("ACK " + kept.lastKey());
                }
            }
        }
        IntStream.range(0, RECORDS).forEach(number -> assertEquals(TEXT.line(number), kept.get((long) number)));
        assertEquals(0, feeder.violations().size(), feeder.violations()::toString);
    }
}
