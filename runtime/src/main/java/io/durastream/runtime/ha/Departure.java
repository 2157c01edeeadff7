package io.durastream.runtime.ha;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;

/**
 * How a leader came to its end, as somebody saw it who knows for certain. What its successor finds in ZooKeeper:
 * {@code <candidate> LF <milliseconds> LF <reason>}.
 *
 * @param candidate who led
 * @param wallMillis when it was seen, by the clock of who saw it
 * @param reason for people
 */
record Departure(CandidateId candidate, long wallMillis, String reason) {

    private static final int PARTS = 3;

    byte[] encode() {
        return (candidate + "\n" + wallMillis + "\n" + reason).getBytes(UTF_8);
    }

    /** Empty when it is of no use, such as what a later version may write: the ledger is told less then, and nothing stops. */
    static Optional<Departure> decode(byte[] data) {
        String[] parts = new String(data, UTF_8).split("\n", PARTS);
        if (parts.length < PARTS || !parts[1].matches("\\d{1,18}")) {
            return Optional.empty();
        }
        return Optional.of(new Departure(new CandidateId(parts[0]), Long.parseLong(parts[1]), parts[2]));
    }
}
