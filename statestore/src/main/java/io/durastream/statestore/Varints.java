package io.durastream.statestore;

import java.nio.ByteBuffer;

/** Numbers with 7 bits a byte, the low ones first, and the top bit where more follow. */
final class Varints {

    static final int MAX_BYTES = 5;

    private Varints() {}

    /** How many bytes a number takes. */
    static int bytes(int value) {
        return value < 0x80 ? 1 : (31 - Integer.numberOfLeadingZeros(value)) / 7 + 1;
    }

    static void put(ByteBuffer target, int value) {
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            target.put((byte) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        target.put((byte) rest);
    }

    /** @throws IllegalArgumentException when it is none, or negative */
    static int get(ByteBuffer source) {
        int value = 0;
        for (int shift = 0; shift < 7 * MAX_BYTES; shift += 7) {
            byte next = source.get();
            value |= (next & 0x7F) << shift;
            if (next >= 0) {
                if (value < 0) {
                    break;
                }
                return value;
            }
        }
        throw new IllegalArgumentException("a length is out of range");
    }
}
