package io.durastream.wal;

import java.nio.ByteBuffer;

/**
 * The frames of one segment from a position up to an offset: what one or several appends in a row returned. Its binary
 * form is the {@linkplain LogPosition position} followed by {@code end}, 8 bytes.
 *
 * @param start where the first frame begins
 * @param end the offset in the same segment at which the last frame ends
 */
public record LogExtent(LogPosition start, long end) implements Comparable<LogExtent> {

    public LogExtent {
        if (end < start.offset()) {
            throw new IllegalArgumentException("An extent from " + start + " cannot end before it, at " + end);
        }
    }

    /** The size in the file, frame headers included. */
    public long bytes() {
        return end - start.offset();
    }

    /** The position behind the last frame. */
    public LogPosition endPosition() {
        return new LogPosition(start.epoch(), start.writer(), start.segment(), end);
    }

    /** Whether {@code next} begins in the same segment exactly where this extent ends. */
    public boolean isFollowedBy(LogExtent next) {
        return endPosition().equals(next.start);
    }

    /**
     * The two as one.
     *
     * @throws IllegalArgumentException unless {@code next} {@linkplain #isFollowedBy follows}
     */
    public LogExtent merge(LogExtent next) {
        if (!isFollowedBy(next)) {
            throw new IllegalArgumentException("Only contiguous extents merge: " + this + " and " + next);
        }
        return new LogExtent(start, next.end);
    }

    /** The bytes that {@link #writeTo} takes. */
    public int encodedBytes() {
        return start.encodedBytes() + Long.BYTES;
    }

    /** Writes the extent, for {@link #readFrom}. */
    public void writeTo(ByteBuffer target) {
        start.writeTo(target);
        target.putLong(end);
    }

    /**
     * Reads what {@link #writeTo} wrote.
     *
     * @throws IllegalArgumentException when the bytes are no extent
     */
    public static LogExtent readFrom(ByteBuffer source) {
        return new LogExtent(LogPosition.readFrom(source), source.getLong());
    }

    @Override
    public int compareTo(LogExtent other) {
        int byStart = start.compareTo(other.start);
        return byStart != 0 ? byStart : Long.compare(end, other.end);
    }

    @Override
    public String toString() {
        return start + ".." + end;
    }
}
