package io.durastream.recovery.process;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.durastream.storage.Clock;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/**
 * A directory in which files appear whole, by a rename, whether anybody watches it or not. The lines of all files are those
 * of a text, each with its number in front. Started and ended by one thread, written by its own.
 */
final class Inbox implements Closeable {

    private static final int LINES_A_FILE = 5;
    private static final long PAUSE_MILLIS = 1_000;

    private final Path directory;
    private final LongFunction<String> text;
    private final Thread writer = new Thread(this::write, "inbox");
    private volatile boolean ended;
    /** Written by the thread, read when it has ended. */
    private long lines;

    /**
     * @param directory exists; the files are written beside it first
     * @param text its lines by their number
     */
    Inbox(Path directory, LongFunction<String> text) {
        this.directory = directory;
        this.text = text;
        writer.setDaemon(true);
        writer.start();
    }

    /** What the records of a line are called. */
    static String record(long number, String line) {
        return number + "\t" + line;
    }

    /** No more files appear. Gives how many lines did. */
    long finish() throws InterruptedException {
        ended = true;
        writer.join();
        return lines;
    }

    private void write() {
        try {
            while (!ended) {
                appear();
                Clock.system().sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException("No file can be put into " + directory, e);
        }
    }

    private void appear() throws IOException {
        String name = "file-" + lines;
        List<String> content = new ArrayList<>();
        for (int n = 0; n < LINES_A_FILE; n++) {
            content.add(record(lines, text.apply(lines)));
            lines++;
        }
        Path file = Files.write(directory.resolveSibling(name), content);
        Files.move(file, directory.resolve(name), ATOMIC_MOVE);
    }

    @Override
    public void close() {
        ended = true;
        writer.interrupt();
    }
}
