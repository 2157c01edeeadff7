package io.durastream.chaos.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** The other end of the protocol, in plain sockets. */
final class FeedClient implements Closeable {

    private final Socket socket;
    private final BufferedReader in;

    FeedClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    }

    static FeedClient resuming(int port, long durable) throws IOException {
        var client = new FeedClient(port);
        client.say("RESUME " + durable);
        return client;
    }

    void say(String line) throws IOException {
        socket.getOutputStream().write((line + "\n").getBytes(UTF_8));
    }

    /** The next record as it came, or null when the feeder hung up. */
    String read() throws IOException {
        return in.readLine();
    }

    List<String> read(int records) throws IOException {
        var lines = new ArrayList<String>();
        while (lines.size() < records) {
            lines.add(read());
        }
        return lines;
    }

    static long number(String record) {
        return Long.parseLong(record.substring(0, record.indexOf('\t')));
    }

    static String text(String record) {
        return record.substring(record.indexOf('\t') + 1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
