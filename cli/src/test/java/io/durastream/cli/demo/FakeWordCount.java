package io.durastream.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An application as simple as can be that keeps its promises: a state file, replaced atomically, holds the counts and the
 * position. It lets the demo be tested without Spark, and it can make the mistakes that the demo must find.
 */
final class FakeWordCount {

    /** So long that a kill hardly misses it. */
    private static final long DANGEROUS_MILLIS = 300;

    private final Path state;
    private final Path output;
    private final long batchMillis;
    private final String mistake = System.getProperty(Plant.PROPERTY, "");
    private final Map<String, Long> counts = new HashMap<>();
    private long position = -1;
    private long batch;
    private long previousBatch;

    private FakeWordCount(Path checkpoint, Path output, long batchMillis) throws IOException {
        this.state = Files.createDirectories(checkpoint).resolve("state");
        this.output = output;
        this.batchMillis = batchMillis;
    }

    public static void main(String[] args) throws Exception {
        var application = new FakeWordCount(Path.of(URI.create(args[0])), Path.of(args[3]), Long.parseLong(args[4]));
        application.load();
        try (var socket = new Socket(args[1], Integer.parseInt(args[2]))) {
            application.run(socket);
        }
    }

    private void run(Socket socket) throws Exception {
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        say(socket, "RESUME " + (makes(Plant.FORGET_POSITION) ? -1 : position));
        while (true) {
            Thread.sleep(batchMillis);
            List<String> lines = available(in);
            if (makes(Plant.LOSE_ACK) && !lines.isEmpty()) {
                say(socket, "ACK " + number(lines.get(lines.size() - 1)));
                Thread.sleep(DANGEROUS_MILLIS);
            }
            lines.forEach(this::count);
            save();
            if (makes(Plant.FORGET_POSITION)) {
                Thread.sleep(DANGEROUS_MILLIS);
            }
            writeOutput();
            if (!lines.isEmpty()) {
                say(socket, "ACK " + position);
            }
        }
    }

    private boolean makes(Plant plant) {
        return mistake.equals(plant.name());
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\n").getBytes(UTF_8));
    }

    private static List<String> available(BufferedReader in) throws IOException {
        var lines = new ArrayList<String>();
        while (in.ready()) {
            lines.add(in.readLine());
        }
        return lines;
    }

    private static long number(String record) {
        return Long.parseLong(record.substring(0, record.indexOf('\t')));
    }

    private void count(String record) {
        for (String word : record.substring(record.indexOf('\t') + 1).split(" ", -1)) {
            counts.merge(word, 1L, Long::sum);
        }
        position = number(record);
    }

    private void load() throws IOException {
        if (Files.exists(state)) {
            List<String> lines = Files.readAllLines(state);
            position = Long.parseLong(lines.get(0));
            batch = Long.parseLong(lines.get(1));
            lines.subList(2, lines.size()).forEach(line -> {
                int tab = line.indexOf('\t');
                counts.put(line.substring(0, tab), Long.parseLong(line.substring(tab + 1)));
            });
        }
    }

    private void save() throws IOException {
        previousBatch = batch;
        batch = Math.max(batch + 1, System.currentTimeMillis());
        replace(state, position + "\n" + batch + "\n" + table());
    }

    private void writeOutput() throws IOException {
        replace(output.resolve(batch + ".tsv"), table());
        Files.deleteIfExists(output.resolve(previousBatch + ".tsv"));
    }

    private String table() {
        var table = new StringBuilder();
        counts.forEach(
                (word, count) -> table.append(word).append('\t').append(count).append('\n'));
        return table.toString();
    }

    private static void replace(Path file, String content) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Files.writeString(temporary, content);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
