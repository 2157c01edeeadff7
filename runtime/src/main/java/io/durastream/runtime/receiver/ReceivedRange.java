package io.durastream.runtime.receiver;

import io.durastream.SourcePosition;
import io.durastream.checkpoint.Bytes;
import io.durastream.checkpoint.InputRange;
import io.durastream.checkpoint.OperatorId;
import io.durastream.wal.LogExtent;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one receiver stream gives to one batch, and how far the stream is planned with it. The payload of an {@link
 * InputRange}; binary form, big-endian:
 *
 * <pre>
 *  0         1       2
 *  +---------+-------+------------------------+--------------------------+-----------+----------
 *  | version | flags | through, if flag 1     | n (4), n bytes, if flag 2| count (4) | blocks …
 *  +---------+-------+------------------------+--------------------------+-----------+----------
 * </pre>
 *
 * <p>The version is now 1. {@code through} is a {@link LogExtent}, the n bytes are the last source position in UTF-8, a
 * block is a {@link ReceivedBlock}. Both marks are carried from batch to batch, so that they outlive the segments that
 * they come from.
 *
 * @param blocks what the batch reads, in the order in which it reads it
 * @param through the last block of the log that this batch or an earlier one reads; null while there is none
 * @param lastPosition the source position of the last planned block that has one; null while there is none
 */
public record ReceivedRange(
        List<ReceivedBlock> blocks,
        @Nullable LogExtent through,
        @Nullable SourcePosition lastPosition) {

    private static final byte VERSION = 1;
    private static final int HAS_THROUGH = 1;
    private static final int HAS_POSITION = 2;

    public ReceivedRange {
        blocks = List.copyOf(blocks);
    }

    /** Of nothing, before anything. */
    public static ReceivedRange empty() {
        return new ReceivedRange(List.of(), null, null);
    }

    /** The range that follows this one and reads {@code next}. */
    ReceivedRange followedBy(List<ReceivedBlock> next) {
        LogExtent newThrough = through;
        SourcePosition newPosition = lastPosition;
        for (ReceivedBlock block : next) {
            newThrough = block.extent() == null ? newThrough : block.extent();
            newPosition = block.position() == null ? newPosition : block.position();
        }
        return new ReceivedRange(next, newThrough, newPosition);
    }

    /** How many records the blocks hold; {@link ReceivedBlock#UNKNOWN_RECORDS} when that is not known of one of them. */
    public long records() {
        long sum = 0;
        for (ReceivedBlock block : blocks) {
            if (block.records() == ReceivedBlock.UNKNOWN_RECORDS) {
                return ReceivedBlock.UNKNOWN_RECORDS;
            }
            sum += block.records();
        }
        return sum;
    }

    /** As the batch log keeps it. */
    public InputRange toInput(OperatorId input) {
        return new InputRange(input, toBytes(), records(), blocks.size() + " received blocks");
    }

    /** What {@link #toInput} made. */
    public static ReceivedRange of(InputRange input) {
        try {
            return readFrom(input.range().asByteBuffer());
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The planned range of input " + input.input() + " is not one of received blocks", e);
        }
    }

    private Bytes toBytes() {
        int size = 2 + Integer.BYTES + (through == null ? 0 : through.encodedBytes());
        size += ReceivedBlock.Positions.encodedBytes(lastPosition);
        size += blocks.stream().mapToInt(ReceivedBlock::encodedBytes).sum();
        ByteBuffer bytes = ByteBuffer.allocate(size).put(VERSION);
        bytes.put((byte) ((through == null ? 0 : HAS_THROUGH) | (lastPosition == null ? 0 : HAS_POSITION)));
        if (through != null) {
            through.writeTo(bytes);
        }
        if (lastPosition != null) {
            ReceivedBlock.Positions.write(lastPosition, bytes);
        }
        bytes.putInt(blocks.size());
        blocks.forEach(block -> block.writeTo(bytes));
        return Bytes.of(bytes.flip());
    }

    private static ReceivedRange readFrom(ByteBuffer source) {
        int version = source.get();
        if (version != VERSION) {
            throw new IllegalArgumentException(
                    "Expected version " + VERSION + ", found " + version + "; a newer release may have planned it");
        }
        int flags = source.get();
        LogExtent through = (flags & HAS_THROUGH) == 0 ? null : LogExtent.readFrom(source);
        SourcePosition position = (flags & HAS_POSITION) == 0 ? null : ReceivedBlock.Positions.read(source);
        int count = source.getInt();
        List<ReceivedBlock> blocks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            blocks.add(ReceivedBlock.readFrom(source));
        }
        return new ReceivedRange(blocks, through, position);
    }
}
