package io.durastream.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.durastream.Receiver;
import io.durastream.SourcePosition;
import io.durastream.storage.Clock;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A receiver that does it wrong, slowly enough for a kill to hit the moment in which it matters. */
final class PlantedLineReceiver extends Receiver<String> {

    private static final Logger LOG = LoggerFactory.getLogger(PlantedLineReceiver.class);
    private static final long DANGEROUS_MILLIS = 1000;

    private final String host;
    private final int port;
    private final Plant mistake;

    PlantedLineReceiver(String host, int port, Plant mistake) {
        super(StorageLevel.MEMORY_AND_DISK_SER());
        this.host = host;
        this.port = port;
        this.mistake = mistake;
    }

    @Override
    public void onStart() {
        var thread = new Thread(this::receive, "planted-receiver");
        thread.setDaemon(true);
        thread.start();
    }

    /** The thread looks at {@link #isStopped()}. */
    @Override
    public void onStop() {}

    private void receive() {
        try (var socket = new Socket(host, port)) {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            say(socket, "RESUME " + lastPosition().map(SourcePosition::value).orElse("-1"));
            while (!isStopped()) {
                receiveBlock(socket, in);
            }
        } catch (IOException e) {
            restart("Lost the connection", e);
        } catch (InterruptedException e) {
            LOG.warn("Interrupted while receiving", e);
        }
    }

    private void receiveBlock(Socket socket, BufferedReader in) throws IOException, InterruptedException {
        List<String> records = read(in);
        String last = number(records.get(records.size() - 1));
        List<String> lines = records.stream()
                .map(record -> record.substring(record.indexOf('\t') + 1))
                .toList();
        if (mistake == Plant.LOSE_ACK) {
            say(socket, "ACK " + last);
            Clock.system().sleep(DANGEROUS_MILLIS);
            store(lines, new SourcePosition(last));
        } else {
            store(lines);
            Clock.system().sleep(DANGEROUS_MILLIS);
            say(socket, "ACK " + last);
        }
    }

    private static List<String> read(BufferedReader in) throws IOException {
        var records = new ArrayList<String>();
        do {
            String record = in.readLine();
            if (record == null) {
                throw new EOFException("The source closed the connection");
            }
            records.add(record);
        } while (in.ready());
        return records;
    }

    private static String number(String record) {
        return record.substring(0, record.indexOf('\t'));
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\n").getBytes(UTF_8));
    }
}
