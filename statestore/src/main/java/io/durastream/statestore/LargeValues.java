package io.durastream.statestore;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The values of {@link HeapRows} that are arrays of their own, by number. Numbers are used again: there are few of them. */
final class LargeValues {

    private byte[] @Nullable [] values = new byte[0][];
    /** No lower number is free. */
    private int lowestFree;

    private long valueBytes;

    int add(byte[] value) {
        int number = lowestFree;
        while (number < values.length && values[number] != null) {
            number++;
        }
        if (number == values.length) {
            values = Arrays.copyOf(values, number + number / 2 + 1);
        }
        values[number] = value;
        lowestFree = number + 1;
        valueBytes += Footprint.of(value);
        return number;
    }

    byte[] get(int number) {
        return Objects.requireNonNull(values[number]);
    }

    void remove(int number) {
        valueBytes -= Footprint.of(get(number));
        values[number] = null;
        lowestFree = Math.min(lowestFree, number);
    }

    /** The same values under the same numbers. */
    LargeValues copy() {
        LargeValues copy = new LargeValues();
        copy.values = values.clone();
        copy.lowestFree = lowestFree;
        copy.valueBytes = valueBytes;
        return copy;
    }

    /** Of heap, of the values. */
    long valueBytes() {
        return valueBytes;
    }

    /** Of heap, of the values and the array that refers to them. */
    long bytes() {
        return valueBytes + Footprint.of(values);
    }
}
