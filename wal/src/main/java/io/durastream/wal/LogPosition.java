package io.durastream.wal;

import io.durastream.storage.Epoch;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * A place between two frames of a {@link SegmentedLog}. Binary form, big-endian, for embedding in records of others:
 *
 * <pre>
 *  0        8         10           10+n      18+n     26+n
 *  +--------+---------+------------+---------+--------+
 *  | epoch  | n       | writer     | segment | offset |
 *  +--------+---------+------------+---------+--------+
 * </pre>
 *
 * <p>Positions of one writer are ordered as its entries are. The order between writers is by epoch and name: it makes
 * sorted collections possible and says nothing about time.
 *
 * @param epoch the epoch that the writer belongs to
 * @param writer the writer's name, unique in its epoch: letters, digits and {@code . _ = -}, at most 200 of them
 * @param segment the number of the segment file, from 0
 * @param offset bytes from the start of the segment
 */
public record LogPosition(Epoch epoch, String writer, long segment, long offset) implements Comparable<LogPosition> {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._=-]{1,200}");
    private static final Comparator<LogPosition> ORDER = Comparator.comparing(LogPosition::epoch)
            .thenComparing(LogPosition::writer)
            .thenComparingLong(LogPosition::segment)
            .thenComparingLong(LogPosition::offset);

    public LogPosition {
        if (!NAME.matcher(writer).matches()) {
            throw new IllegalArgumentException("Not a writer's name: '" + writer
                    + "'. Expected 1 to 200 letters, digits and . _ = -, because it is part of a directory's name");
        }
        if (segment < 0 || offset < 0) {
            throw new IllegalArgumentException(
                    "Segment and offset are at least 0, got segment " + segment + ", offset " + offset);
        }
    }

    /** The beginning of what a writer wrote, wherever retention has moved that to. */
    public static LogPosition beginning(Epoch epoch, String writer) {
        return new LogPosition(epoch, writer, 0, 0);
    }

    /** Whether this is the {@linkplain #beginning beginning}: the one position that need not exist any more. */
    public boolean isBeginning() {
        return segment == 0 && offset == 0;
    }

    /** {@return whether both are positions of one writer in one epoch} */
    public boolean isSameWriter(LogPosition other) {
        return epoch.equals(other.epoch) && writer.equals(other.writer);
    }

    /** The bytes that {@link #writeTo} takes. */
    public int encodedBytes() {
        return 3 * Long.BYTES + Short.BYTES + writer.length();
    }

    /** Writes the position, for {@link #readFrom}. */
    public void writeTo(ByteBuffer target) {
        byte[] name = writer.getBytes(StandardCharsets.US_ASCII);
        target.putLong(epoch.number()).putShort((short) name.length).put(name);
        target.putLong(segment).putLong(offset);
    }

    /**
     * Reads what {@link #writeTo} wrote.
     *
     * @throws IllegalArgumentException when the bytes are no position
     */
    public static LogPosition readFrom(ByteBuffer source) {
        Epoch epoch = Epoch.of(source.getLong());
        int length = source.getShort();
        if (length < 0 || length > source.remaining()) {
            throw new IllegalArgumentException("A writer's name of " + length + " bytes does not fit into the "
                    + source.remaining() + " that follow");
        }
        byte[] name = new byte[length];
        source.get(name);
        return new LogPosition(epoch, new String(name, StandardCharsets.US_ASCII), source.getLong(), source.getLong());
    }

    @Override
    public int compareTo(LogPosition other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return epoch + "-" + writer + ":" + segment + "@" + offset;
    }
}
