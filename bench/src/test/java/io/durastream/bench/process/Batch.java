package io.durastream.bench.process;

/**
 * A committed batch, in milliseconds since 1970.
 *
 * @param due the time of the batch
 * @param started when its first job began
 * @param committed when the contender said that it was done for good
 */
public record Batch(long due, long started, long committed) {

    public long millis() {
        return committed - started;
    }

    /** How much later it began than it was due. */
    public long delayMillis() {
        return started - due;
    }

    String toLine() {
        return due + " " + started + " " + committed + "\n";
    }

    static Batch parse(String line) {
        String[] words = line.split(" ", -1);
        return new Batch(Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]));
    }
}
