package io.durastream.chaos.feed;

/**
 * A text whose lines have their number in front, {@code <number>\t<line>}, so that each record says which one it is
 * wherever it is found.
 *
 * @param text the lines without their numbers
 */
public record NumberedText(Text text) implements Text {

    private static final char SEPARATOR = '\t';

    @Override
    public long records() {
        return text.records();
    }

    @Override
    public String line(long number) {
        return number + String.valueOf(SEPARATOR) + text.line(number);
    }

    /** What a record says beside its number; all of one that has none. */
    public static String content(String record) {
        return record.substring(record.indexOf(SEPARATOR) + 1);
    }

    /**
     * The number of a record.
     *
     * @throws NumberFormatException when it has none
     */
    public static long number(String record) {
        return Long.parseLong(record.substring(0, Math.max(0, record.indexOf(SEPARATOR))));
    }
}
