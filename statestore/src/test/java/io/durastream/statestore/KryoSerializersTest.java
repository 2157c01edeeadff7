package io.durastream.statestore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class KryoSerializersTest {

    record Point(int x, long y, String name) {}

    record Nested(List<Point> points, Optional<Point> first, Instant when) {}

    enum Colour {
        RED,
        GREEN
    }

    /** No constructor without arguments. */
    static final class Plain {
        private final String text;
        private final int[] numbers;

        Plain(String text, int... numbers) {
            this.text = text;
            this.numbers = numbers;
        }
    }

    static class Before {
        int count = 3;
    }

    static final class After {
        long count = 3;
    }

    static final class Extended extends Before {
        String added = "x";
    }

    static final class WithConstant {
        static final String CONSTANT = "not state";
        int count = 3;
        transient int cached;
    }

    private static <T> T roundTrip(T value) {
        byte[] bytes = KryoSerializers.<T>any().serialize(value);
        return KryoSerializers.<T>any().deserialize(bytes);
    }

    @Test
    void anyReadsWhatItWroteInAnotherInstance() {
        List<Object> values = List.of(
                "text",
                1,
                2L,
                3.5,
                true,
                new Point(1, 2, "p"),
                new Nested(List.of(new Point(1, 2, "a")), Optional.of(new Point(3, 4, "b")), Instant.EPOCH),
                Colour.GREEN,
                new ArrayList<>(List.of(1, "two")),
                new HashSet<>(Set.of("a", "b")),
                new TreeMap<>(Map.of("k", 1)),
                new LinkedHashMap<>(Map.of("k", Optional.empty())),
                List.of(1, 2, 3),
                Set.of("x"),
                Map.of("a", List.of()),
                Duration.ofMillis(5),
                new BigDecimal("1.50"),
                UUID.fromString("00000000-0000-0001-0000-000000000002"),
                URI.create("hdfs://nn/x"));
        for (Object value : values) {
            assertEquals(value, roundTrip(value));
        }
    }

    @Test
    void anyHandlesClassesWithoutASimpleConstructor() {
        Plain plain = roundTrip(new Plain("text", 1, 2));
        assertEquals("text", plain.text);
        assertArrayEquals(new int[] {1, 2}, plain.numbers);
    }

    @Test
    void equalRecordsGiveEqualBytes() {
        StateSerializer<Point> serializer = KryoSerializers.any();
        assertArrayEquals(serializer.serialize(new Point(1, 2, "p")), serializer.serialize(new Point(1, 2, "p")));
    }

    @Test
    void aClassWhoseFieldsChangedIsRefusedByName() {
        byte[] bytes = KryoSerializers.<Point>any().serialize(new Point(1, 2, "p"));
        // What the class of an earlier release, with other fields, would have left in its place.
        ByteBuffer digest = ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(FieldDigest.of(Point.class))
                .flip();
        int at = indexOf(bytes, digest.array());
        bytes[at] ^= 1;
        StateSerializer<Object> reader = KryoSerializers.any();
        IncompatibleStateException refused =
                assertThrows(IncompatibleStateException.class, () -> reader.deserialize(bytes));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains(Point.class.getName()) && message.contains("y: long"), message);
    }

    @Test
    void theDigestFollowsNamesAndTypesOfFields() {
        assertNotEquals(FieldDigest.of(Before.class), FieldDigest.of(After.class));
        assertNotEquals(FieldDigest.of(Before.class), FieldDigest.of(Extended.class));
        assertEquals(FieldDigest.of(Before.class), FieldDigest.of(WithConstant.class));
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int at = 0; at <= bytes.length - part.length; at++) {
            if (Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        throw new AssertionError("The digest is not there");
    }

    @Test
    void bytesThatAreNoStateAreRefused() {
        StateSerializer<Object> reader = KryoSerializers.any();
        byte[] bytes = KryoSerializers.<Point>any().serialize(new Point(1, 2, "p"));
        byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);
        assertThrows(IncompatibleStateException.class, () -> reader.deserialize(cut));
    }

    @Test
    void simpleTypesReadWhatTheyWrote() {
        assertEquals(
                "höst",
                KryoSerializers.strings().deserialize(KryoSerializers.strings().serialize("höst")));
        assertEquals(
                -7L, KryoSerializers.longs().deserialize(KryoSerializers.longs().serialize(-7L)));
        assertEquals(
                -7,
                KryoSerializers.integers()
                        .deserialize(KryoSerializers.integers().serialize(-7)));
        assertArrayEquals(new byte[] {1}, KryoSerializers.bytes().serialize(new byte[] {1}));
    }

    @Test
    void aCustomizerAddsSerializers() {
        StateSerializer<Plain> serializer =
                KryoSerializers.any(kryo -> kryo.addDefaultSerializer(Plain.class, new PlainSerializer()));
        assertEquals("custom", serializer.deserialize(serializer.serialize(new Plain("anything"))).text);
    }

    private static final class PlainSerializer extends Serializer<Plain> {

        @Override
        public void write(Kryo kryo, Output output, Plain plain) {}

        @Override
        public Plain read(Kryo kryo, Input input, Class<? extends Plain> type) {
            return new Plain("custom");
        }
    }
}
