package io.durastream;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/**
 * How far a receiver has read its source, in the receiver's own words: an offset, a sequence number, a file and a line.
 * The runtime keeps it with the records that lead up to it, never looks into it, and hands it back after a restart.
 *
 * @param value opaque to the runtime; short, since every block of received records carries one
 */
public record SourcePosition(String value) implements Serializable {

    /**
     * Takes the value as it is.
     *
     * @param value not null
     */
    public SourcePosition {
        requireNonNull(value, "value");
    }

    @Override
    public String toString() {
        return value;
    }
}
