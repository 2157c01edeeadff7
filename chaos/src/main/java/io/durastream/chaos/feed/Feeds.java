package io.durastream.chaos.feed;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.durastream.storage.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The feeds for the kinds of input. */
public final class Feeds {

    private static final long LOG_PAUSE_MILLIS = 100;
    private static final long FILE_PAUSE_MILLIS = 1_000;

    private Feeds() {}

    /** Through a {@link LineFeeder}: sends again what was not acknowledged. */
    public static Feed acknowledged(Text text, double recordsPerSecond, Clock clock) throws IOException {
        LineFeeder feeder = LineFeeder.start(text, recordsPerSecond, 0, clock);
        return new Feed() {
            @Override
            public String address() {
                return "127.0.0.1:" + feeder.port();
            }

            @Override
            public long finish() {
                return feeder.finish();
            }

            @Override
            public List<String> violations() {
                return feeder.violations();
            }

            @Override
            public void close() throws IOException {
                feeder.close();
            }
        };
    }

    /**
     * Into a {@link LogFile}.
     *
     * @param directory where it comes to be
     */
    public static Feed log(Path directory, Text text, double recordsPerSecond, Clock clock) throws IOException {
        LogFile log = new LogFile(Files.createDirectories(directory).resolve("records.log"));
        return new DripFeed(
                log.path().toString(),
                new Drip(text, recordsPerSecond, LOG_PAUSE_MILLIS, (first, lines) -> log.append(lines), clock));
    }

    /**
     * Files that appear whole in a directory.
     *
     * @param directory exists after this; the files are written beside those that can be seen
     */
    public static Feed files(Path directory, Text text, double recordsPerSecond, Clock clock) throws IOException {
        Path inbox = Files.createDirectories(directory.resolve("inbox"));
        return new DripFeed(
                inbox.toUri().toString(),
                new Drip(
                        text,
                        recordsPerSecond,
                        FILE_PAUSE_MILLIS,
                        (first, lines) -> {
                            Path file = Files.write(directory.resolve("records-" + first), lines);
                            Files.move(file, inbox.resolve("records-" + first), ATOMIC_MOVE);
                        },
                        clock));
    }

    private record DripFeed(String address, Drip drip) implements Feed {

        @Override
        public long finish() throws InterruptedException {
            return drip.finish();
        }

        /** Nobody has to say anything to a file. */
        @Override
        public List<String> violations() {
            return List.of();
        }

        @Override
        public void close() {
            drip.close();
        }
    }
}
