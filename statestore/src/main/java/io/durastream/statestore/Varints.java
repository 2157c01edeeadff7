package io.durastream.statestore;

/** Numbers with 7 bits a byte, the low ones first, and the top bit where more follow. */
final class Varints {

    private Varints() {}

    /** How many bytes a number takes. */
    static int bytes(int value) {
        return value < 0x80 ? 1 : (31 - Integer.numberOfLeadingZeros(value)) / 7 + 1;
    }
}
