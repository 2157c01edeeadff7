package io.durastream.chaos.feed;

/** A text of known content: any line can be had again at any time. Any thread. */
public interface Text {

    /** The number of lines, which are numbered from 0. */
    long records();

    /**
     * The line of that number.
     *
     * @throws IllegalArgumentException when the text has no such line
     */
    String line(long number);
}
