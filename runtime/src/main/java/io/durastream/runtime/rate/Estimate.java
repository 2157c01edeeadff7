package io.durastream.runtime.rate;

import io.durastream.checkpoint.Bytes;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * What was learnt of an input's rate. Goes into the batch log with the commit of the batch that taught it, so that the
 * next driver goes on with it. Binary form, big-endian:
 *
 * <pre>
 *  0         1      9       17
 *  +---------+------+-------+---------+
 *  | version | rate | error | applies |
 *  +---------+------+-------+---------+
 * </pre>
 *
 * <p>The version is now 1, rate and error are IEEE 754 doubles, applies is 0 or 1. When it was learnt is not kept: clocks
 * of two drivers differ.
 *
 * @param atMillis when, in milliseconds since 1970
 * @param rate records a second
 * @param error by how much the rate before was too high, in records a second
 * @param applies whether the input is held to it; not so for the first, which is only a measurement
 */
record Estimate(long atMillis, double rate, double error, boolean applies) {

    private static final byte VERSION = 1;
    private static final int BYTES = 2 * Byte.BYTES + 2 * Double.BYTES;

    Bytes encode() {
        ByteBuffer bytes =
                ByteBuffer.allocate(BYTES).put(VERSION).putDouble(rate).putDouble(error);
        return Bytes.of(bytes.put((byte) (applies ? 1 : 0)).flip());
    }

    /**
     * What {@link #encode} made, taken for learnt now.
     *
     * @throws IllegalArgumentException when the bytes are no estimate
     */
    static Estimate decode(Bytes bytes, long nowMillis) {
        try {
            ByteBuffer source = bytes.asByteBuffer();
            byte version = source.get();
            if (version != VERSION) {
                throw new IllegalArgumentException("Expected a rate of version " + VERSION + ", found " + version
                        + "; a newer release may have written it");
            }
            return new Estimate(nowMillis, source.getDouble(), source.getDouble(), source.get() != 0);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("A rate of " + bytes.length() + " bytes is too short", e);
        }
    }
}
