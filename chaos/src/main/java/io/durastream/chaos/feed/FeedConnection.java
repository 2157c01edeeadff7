package io.durastream.chaos.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.durastream.storage.Clock;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.Socket;

/**
 * One client. Two threads serve it: {@link #send} writes records, {@link #listen} reads acknowledgements. Whichever
 * finds the connection broken ends, and its caller closes the socket, which ends the other.
 */
final class FeedConnection {

    /** Records between two looks at the clock and the socket. */
    private static final int BURST = 1000;

    private static final long IDLE_MILLIS = 5;
    private static final String RESUME = "RESUME ";
    private static final String ACK = "ACK ";

    private final Socket socket;
    private final Text text;
    private final FeedLedger ledger;
    private final Clock clock;
    private final BufferedReader in;
    private final Writer out;

    FeedConnection(Socket socket, Text text, FeedLedger ledger, Clock clock) throws IOException {
        this.socket = socket;
        this.text = text;
        this.ledger = ledger;
        this.clock = clock;
        this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        this.out = new BufferedWriter(new OutputStreamWriter(socket.getOutputStream(), UTF_8), 1 << 16);
    }

    /** Waits for the client to say where it is. */
    long handshake() throws IOException {
        String line = in.readLine();
        if (line == null) {
            throw new IOException("Client left before it said " + RESUME + "<n>");
        }
        return ledger.resume(number(line, RESUME));
    }

    void send(long first) throws IOException, InterruptedException {
        long next = first;
        while (!socket.isClosed()) {
            long end = Math.min(ledger.arisen(), next + BURST);
            if (next == end) {
                clock.sleep(IDLE_MILLIS);
            } else {
                sendRange(next, end);
                next = end;
            }
        }
    }

    private void sendRange(long from, long to) throws IOException {
        ledger.sending(from, to);
        for (long number = from; number < to; number++) {
            out.append(Long.toString(number))
                    .append('\t')
                    .append(text.line(number))
                    .append('\n');
        }
        out.flush();
    }

    void listen() throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            ledger.acknowledge(number(line, ACK));
        }
    }

    private long number(String line, String verb) throws ProtocolException {
        try {
            if (line.startsWith(verb)) {
                return Long.parseLong(line.substring(verb.length()));
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw ledger.violation("said '" + line + "', expected '" + verb + "<n>'");
    }
}
