package io.durastream.chaos.feed;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.Clock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class FeedsTest {

    private static final Text TEXT = new NumberedText(new FeedText(9, 10_000));
    private static final double RATE = 1_000;

    @TempDir
    Path directory;

    private static List<String> first(long records) {
        return LongStream.range(0, records).mapToObj(TEXT::line).toList();
    }

    @Test
    void numbersRecords() {
        assertEquals(17, NumberedText.number(TEXT.line(17)));
        assertEquals(new FeedText(9, 10_000).line(17), NumberedText.content(TEXT.line(17)));
        assertEquals("a b", NumberedText.content("a b"));
    }

    @Test
    void aLogCanBeReadFromAnyRecordOn() throws Exception {
        try (Feed feed = Feeds.log(directory, TEXT, RATE, Clock.system())) {
            LogFile log = new LogFile(Path.of(feed.address()));
            await().until(() -> log.records() > 200);
            long records = feed.finish();
            assertEquals(records, log.records());
            assertEquals(first(records), log.read(0, records));
            assertEquals(first(records).subList(150, 153), log.read(150, 153));
            assertEquals(List.of(), log.read(records, records));
            assertThrows(IOException.class, () -> log.read(records, records + 1));
        }
    }

    @Test
    void aRecordThatIsNotWholeDoesNotCount() throws IOException {
        LogFile log = new LogFile(directory.resolve("log"));
        assertEquals(0, log.records());
        log.append(List.of("a", "b"));
        byte[] whole = Files.readAllBytes(log.path());
        Files.write(log.path(), Arrays.copyOf(whole, whole.length - 1));
        assertEquals(1, log.records());
        assertThrows(IllegalArgumentException.class, () -> log.append(List.of("x".repeat(1_000))));
    }

    @Test
    void filesHaveAllRecords() throws Exception {
        try (Feed feed = Feeds.files(directory, TEXT, RATE, Clock.system())) {
            Path inbox = Path.of(URI.create(feed.address()));
            await().until(() -> !files(inbox).isEmpty());
            long records = feed.finish();
            List<String> lines = new ArrayList<>();
            for (Path file : files(inbox)) {
                lines.addAll(Files.readAllLines(file));
            }
            lines.sort(Comparator.comparing(NumberedText::number));
            assertEquals(first(records), lines);
            assertTrue(records > 0);
        }
    }

    private static List<Path> files(Path inbox) throws IOException {
        try (Stream<Path> files = Files.list(inbox)) {
            return files.toList();
        }
    }
}
