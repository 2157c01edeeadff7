package io.durastream.statestore;

/** How many bytes of heap something takes, with compressed references. An array: its header and its elements, rounded up to 8. */
final class Footprint {

    /** A {@link HeapPage} and its its parts, without their arrays. */
    static final long PAGE = 136;

    /** A row of a {@link HeapPage}, about, beside its key and value: its head, its part of the index, and room to grow. */
    static final int ROW = 18;

    private static final int HEADER_BYTES = 16;
    private static final int REFERENCE_BYTES = 4;

    private Footprint() {}

    static long of(byte[] array) {
        return array(array.length);
    }

    /** Without what it refers to. */
    static long of(Object[] array) {
        return array((long) REFERENCE_BYTES * array.length);
    }

    private static long array(long elementBytes) {
        return HEADER_BYTES + ((elementBytes + 7) & -8L);
    }
}
