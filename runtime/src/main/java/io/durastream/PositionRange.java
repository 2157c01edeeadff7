package io.durastream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Objects;

/**
 * What a batch reads of a {@link Source}, in the source's own encoding: offsets, a list of files, a query. The batch log
 * keeps it with the batch's plan and never looks into it. Keep it short: every batch has one of each source.
 *
 * <p>A value: immutable, equal by content, number of records and description.
 */
public final class PositionRange {

    /** The number of records of a range that nobody has counted. */
    public static final long UNKNOWN_RECORDS = -1;

    private static final char SEPARATOR = '-';

    private final byte[] content;
    private final long records;
    private final String description;

    private PositionRange(byte[] content, long records, String description) {
        this.content = content;
        this.records = records;
        this.description = description;
    }

    /**
     * A range encoded as bytes.
     *
     * @param content what {@link Source#read} needs; copied
     * @return a range of an unknown number of records
     */
    public static PositionRange of(byte[] content) {
        return new PositionRange(content.clone(), UNKNOWN_RECORDS, content.length + " bytes");
    }

    /**
     * A range encoded as text, which is its description too.
     *
     * @param content what {@link Source#read} needs
     * @return a range of an unknown number of records
     */
    public static PositionRange of(String content) {
        return new PositionRange(content.getBytes(UTF_8), UNKNOWN_RECORDS, content);
    }

    /**
     * A range of numbered records, which is as many records long. As text it is {@code from-until}.
     *
     * @param from the first, from 0 on
     * @param until one after the last
     * @return a range that {@link #from} and {@link #until} read
     * @throws IllegalArgumentException when {@code from} is negative or {@code until} is smaller
     */
    public static PositionRange between(long from, long until) {
        if (from < 0 || until < from) {
            throw new IllegalArgumentException(
                    "Expected a range of numbers from 0 on, got from " + from + " until " + until);
        }
        return of(from + String.valueOf(SEPARATOR) + until).withRecords(until - from);
    }

    /**
     * The same range with a number of records, for listeners.
     *
     * @param count how many, or {@link #UNKNOWN_RECORDS}
     * @return a range with the same content
     */
    public PositionRange withRecords(long count) {
        return new PositionRange(content, count, description);
    }

    /**
     * The same range with a description for people: one line that says what is read.
     *
     * @param text one line
     * @return a range with the same content
     */
    public PositionRange withDescription(String text) {
        return new PositionRange(content, records, text);
    }

    /** {@return the content, copied} */
    public byte[] bytes() {
        return content.clone();
    }

    /** {@return the content of a range that was made of a text} */
    public String text() {
        return new String(content, UTF_8);
    }

    /**
     * {@return the first number of a range made by {@link #between}}
     *
     * @throws IllegalStateException when it is another range
     */
    public long from() {
        return number(0);
    }

    /**
     * {@return one after the last number of a range made by {@link #between}}
     *
     * @throws IllegalStateException when it is another range
     */
    public long until() {
        return number(1);
    }

    /** {@return how many records the range has, or {@link #UNKNOWN_RECORDS}} */
    public long records() {
        return records;
    }

    /** {@return what is read, for people} */
    public String description() {
        return description;
    }

    private long number(int index) {
        String[] parts = text().split(String.valueOf(SEPARATOR), 2);
        try {
            return Long.parseLong(parts.length == 2 ? parts[index] : "");
        } catch (NumberFormatException e) {
            throw new IllegalStateException(
                    "Expected a range of numbers, made by PositionRange.between, found " + this, e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PositionRange that
                && Arrays.equals(content, that.content)
                && records == that.records
                && description.equals(that.description);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(content), records, description);
    }

    @Override
    public String toString() {
        return description;
    }
}
