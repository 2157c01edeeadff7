package io.durastream.chaos.feed;

import java.util.SplittableRandom;

/**
 * A text of known content: {@code records} lines, each a function of the seed and its number alone, so that any line
 * can be had again at any time without keeping it.
 *
 * <p>A line has 3 to 9 words, drawn so that the n-th most frequent word comes up about 1/n as often as the first (Zipf),
 * as in natural language, and ends with the mark of its block of {@value #BLOCK} lines ({@code #12} for lines 12000 to
 * 12999). So the counts of the marks say how many lines were counted, and which went missing.
 *
 * @param seed chooses the text
 * @param records the number of lines, numbered from 0
 */
public record FeedText(long seed, long records) implements Text {

    /** Lines that share a mark. */
    public static final int BLOCK = 1000;

    /** First character of a mark; no other word begins with it. */
    public static final String MARK = "#";

    private static final int SHORTEST = 3;
    private static final int LONGEST = 9;
    private static final long SEED_STRIDE = 1_000_003;

    public FeedText {
        if (records < 0) {
            throw new IllegalArgumentException("A text has 0 or more records, not " + records);
        }
    }

    @Override
    public String line(long number) {
        if (number < 0 || number >= records) {
            throw new IllegalArgumentException("The text has records 0 to " + (records - 1) + ", not " + number);
        }
        var random = new SplittableRandom(seed * SEED_STRIDE + number);
        var line = new StringBuilder(64);
        for (int words = random.nextInt(SHORTEST, LONGEST + 1); words > 0; words--) {
            line.append(Vocabulary.word(random)).append(' ');
        }
        return line.append(MARK).append(number / BLOCK).toString();
    }
}
