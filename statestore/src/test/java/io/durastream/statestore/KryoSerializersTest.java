package io.durastream.statestore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.durastream.storage.StoragePath;
import io.durastream.storage.sim.SimulatedDisk;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class KryoSerializersTest {

    private static final StoragePath ROOT = StoragePath.of("state");

    private final SimulatedDisk disk = new SimulatedDisk(1);
    private int processes;

    record Pair(long a, long b) {}

    record Point(int x, long y, String name) {}

    record Nested(List<Point> points, Optional<Point> first, Instant when) {}

    record Cell<T>(T content) {}

    enum Colour {
        RED,
        GREEN {
            @Override
            public String toString() {
                return "grass";
            }
        }
    }

    /** No constructor without arguments. */
    static final class Plain {
        private final String text;
        private final int[] numbers;
        private transient int cached = 3;

        Plain(String text, int... numbers) {
            this.text = text;
            this.numbers = numbers;
        }
    }

    static final class Outer {
        private int count;

        final class Inner {
            int countOfOuter() {
                return count;
            }
        }
    }

    static final class Knot {
        private final List<Object> ends = new ArrayList<>();
    }

    static final class Counted extends ArrayList<String> {
        private static final long serialVersionUID = 1;
        final int count = 1;
    }

    static final class Own extends ArrayList<String> {
        private static final long serialVersionUID = 1;
    }

    static final class HasThread {
        final List<Thread> threads = List.of(Thread.currentThread());
    }

    /** Those of a new process. */
    private KryoSerializers serializers() {
        return KryoSerializers.stored(disk.client("process-" + processes++), ROOT, kryo -> {});
    }

    private <T> T roundTrip(T value) {
        byte[] bytes = serializers().<T>values().serialize(value);
        return serializers().<T>values().deserialize(bytes);
    }

    /** Values of all supported kinds, and how many bytes they may take. */
    @SuppressWarnings({"JdkObsolete", "JavaUtilDate"}) // users have such values
    static Stream<Arguments> values() {
        return Stream.of(
                size(2, 3L),
                size(2, -1),
                size(10, Long.MIN_VALUE),
                size(10, Long.MAX_VALUE),
                size(6, Integer.MIN_VALUE),
                size(9, 3.5),
                size(9, Double.NaN),
                size(5, 1.5f),
                size(3, 'x'),
                size(2, (byte) 7),
                size(3, (short) 700),
                size(2, true),
                size(5, "word"),
                size(2, ""),
                size(12, "Hürlimann"),
                size(5, "\ud800"),
                size(6, new Pair(1, 2)),
                size(4 + 18, new Pair(Long.MIN_VALUE, Long.MAX_VALUE)),
                size(8, new Point(1, 2, "p")),
                size(8, new Cell<>("abc")),
                size(6, new Cell<>(5L)),
                size(9, Colour.GREEN),
                size(60, new Nested(List.of(new Point(1, 2, "a")), Optional.of(new Point(3, 4, "b")), Instant.EPOCH)),
                size(10, new ArrayList<>(List.of(1, "two"))),
                size(10, new LinkedList<>(List.of(1L, 2L))),
                size(9, List.of()),
                size(9, List.of(1, 2, 3)),
                size(30, IntStream.range(0, 20).boxed().toList()),
                size(9, Arrays.asList(1, null)),
                size(4, Collections.emptyList()),
                size(4, Collections.emptyMap()),
                size(4, Collections.emptySet()),
                size(6, Collections.singletonList("x")),
                size(6, Collections.singleton("x")),
                size(9, Collections.singletonMap("x", 1)),
                size(14, new HashSet<>(Set.of("a", "b"))),
                size(14, new LinkedHashSet<>(List.of("a", "b"))),
                size(14, new TreeSet<>(List.of("a", "b"))),
                size(8, Set.of("x")),
                size(14, Set.of("x", "y", "z")),
                size(12, new HashMap<>(Map.of("k", 1))),
                size(12, new TreeMap<>(Map.of("k", 1))),
                size(12, new LinkedHashMap<>(Map.of("k", Optional.empty()))),
                size(12, new ConcurrentHashMap<>(Map.of("k", 1))),
                size(12, Map.of("a", List.of())),
                size(4, Map.of()),
                size(30, Map.of("a", 1, "b", 2, "c", 3)),
                size(11, Collections.unmodifiableList(new ArrayList<>(List.of(1)))),
                size(11, Collections.unmodifiableList(new LinkedList<>(List.of(1)))),
                size(11, Collections.unmodifiableSet(new HashSet<>(Set.of(1)))),
                size(11, Collections.unmodifiableSortedSet(new TreeSet<>(Set.of(1)))),
                size(11, Collections.unmodifiableNavigableSet(new TreeSet<>(Set.of(1)))),
                size(14, Collections.unmodifiableMap(new HashMap<>(Map.of("a", 1)))),
                size(14, Collections.unmodifiableSortedMap(new TreeMap<>(Map.of("a", 1)))),
                size(14, Collections.unmodifiableNavigableMap(new TreeMap<>(Map.of("a", 1)))),
                size(11, Collections.synchronizedList(new ArrayList<>(List.of(1)))),
                size(11, Collections.synchronizedList(new LinkedList<>(List.of(1)))),
                size(11, Collections.synchronizedSet(new HashSet<>(Set.of(1)))),
                size(11, Collections.synchronizedSortedSet(new TreeSet<>(Set.of(1)))),
                size(14, Collections.synchronizedMap(new HashMap<>(Map.of("a", 1)))),
                size(14, Collections.synchronizedSortedMap(new TreeMap<>(Map.of("a", 1)))),
                size(20, EnumSet.of(Colour.RED, Colour.GREEN)),
                size(20, EnumSet.noneOf(Colour.class)),
                size(20, new EnumMap<>(Map.of(Colour.RED, 1))),
                size(20, new EnumMap<Colour, Integer>(Colour.class)),
                size(15, BitSet.valueOf(new byte[] {5})),
                size(5, Optional.of(5)),
                size(3, Optional.empty()),
                size(8, OptionalInt.of(5)),
                size(13, Duration.ofMillis(5)),
                size(12, Instant.EPOCH),
                size(12, LocalDate.of(2026, 11, 21)),
                size(12, LocalTime.of(7, 15)),
                size(16, LocalDateTime.of(2026, 11, 21, 7, 15)),
                size(20, OffsetDateTime.of(2026, 11, 21, 7, 15, 0, 0, ZoneOffset.ofHours(2))),
                size(40, ZonedDateTime.of(2026, 11, 21, 7, 15, 0, 0, ZoneId.of("Europe/Paris"))),
                size(8, Period.ofDays(3)),
                size(8, Year.of(2026)),
                size(8, YearMonth.of(2026, 11)),
                size(4, ZoneOffset.UTC),
                size(20, ZoneId.of("Europe/Paris")),
                size(8, new BigDecimal("1.50")),
                size(10, BigInteger.TEN.pow(10)),
                size(20, UUID.fromString("00000000-0000-0001-0000-000000000002")),
                size(20, URI.create("hdfs://nn/x")),
                size(12, Locale.GERMANY),
                size(12, Currency.getInstance("EUR")),
                size(12, new Date(1_700_000_000_000L)),
                size(300, Pair.class),
                size(300, int.class));
    }

    private static Arguments size(int most, Object value) {
        return Arguments.of(most, value);
    }

    @ParameterizedTest
    @MethodSource("values")
    void readsWhatAnotherProcessWroteInFewBytes(int most, Object value) {
        byte[] bytes = serializers().values().serialize(value);
        Object read = serializers().values().deserialize(bytes);

        assertEquals(value, read);
        assertEquals(value.getClass(), read.getClass());
        assertTrue(bytes.length <= most, value + " takes " + bytes.length + " bytes");
        assertEquals(
                value, KryoSerializers.any().deserialize(KryoSerializers.any().serialize(value)));
    }

    @ParameterizedTest
    @MethodSource("values")
    void refusesBytesThatAreCutOrTooMany(int most, Object value) {
        KryoSerializers serializers = serializers();
        byte[] bytes = serializers.values().serialize(value);
        for (int length = 0; length < Math.min(bytes.length, 64); length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThrows(
                    IncompatibleStateException.class, () -> serializers.values().deserialize(cut), "cut at " + length);
        }
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        longer[bytes.length] = 1;
        assertThrows(
                IncompatibleStateException.class, () -> serializers.values().deserialize(longer));
    }

    @Test
    void readsArraysAndValuesThatDoNotKnowWhenTheyAreEqual() {
        assertArrayEquals(new byte[] {1, 2}, roundTrip(new byte[] {1, 2}));
        assertArrayEquals(new int[] {1, -2}, roundTrip(new int[] {1, -2}));
        assertArrayEquals(new long[][] {{1}, {2, 3}, null}, roundTrip(new long[][] {{1}, {2, 3}, null}));
        assertArrayEquals(new String[] {"a", null}, roundTrip(new String[] {"a", null}));
        assertArrayEquals(new Point[] {new Point(1, 2, "p")}, roundTrip(new Point[] {new Point(1, 2, "p")}));
        assertArrayEquals(new Colour[] {Colour.GREEN}, roundTrip(new Colour[] {Colour.GREEN}));
        assertArrayEquals(new Object[] {1, "x"}, roundTrip(new Object[] {1, "x"}));
        assertEquals(7, roundTrip(new AtomicLong(7)).get());
        assertEquals("a+", roundTrip(Pattern.compile("a+")).pattern());
        assertEquals(List.of(1, 2), new ArrayList<>(roundTrip(new ArrayDeque<>(List.of(1, 2)))));
        assertEquals(
                List.of(1),
                new ArrayList<>(roundTrip(Collections.unmodifiableCollection(new ArrayList<>(List.of(1))))));
        TreeMap<String, Integer> reversed = new TreeMap<>(Comparator.reverseOrder());
        reversed.putAll(Map.of("a", 1, "b", 2));
        assertEquals("b", roundTrip(reversed).firstKey());
        assertEquals("b", roundTrip(Collections.unmodifiableSortedMap(reversed)).firstKey());
        Exception failure = roundTrip(new IllegalStateException("outer", new RuntimeException("inner")));
        assertEquals("java.lang.RuntimeException: inner", String.valueOf(failure.getCause()));
        Own own = new Own();
        own.add("x");
        assertEquals(own, assertInstanceOf(Own.class, roundTrip(own)));
    }

    @Test
    void readsClassesWithoutASimpleConstructor() {
        Plain plain = roundTrip(new Plain("text", 1, 2));
        assertEquals("text", plain.text);
        assertArrayEquals(new int[] {1, 2}, plain.numbers);
        assertEquals(0, plain.cached);
    }

    @Test
    void anInnerClassKeepsWhatIsAroundIt() {
        Outer outer = new Outer();
        outer.count = 7;
        assertEquals(7, roundTrip(outer.new Inner()).countOfOuter());
    }

    @Test
    void objectsThatOccurTwiceStayOne() {
        Knot knot = new Knot();
        knot.ends.add(knot);
        int[] shared = {1};
        knot.ends.add(new Cell<>(shared));
        knot.ends.add(shared);

        Knot read = roundTrip(knot);

        assertSame(read, read.ends.get(0));
        assertSame(((Cell<?>) read.ends.get(1)).content(), read.ends.get(2));
    }

    @Test
    void equalKeysGiveEqualBytesWhateverTheyAreMadeOf() {
        List<Callable<Object>> keys = List.of(
                () -> new Point(1, 2, new String(new char[] {'p'})),
                () -> List.of(new Point(1, 2, "p"), new Point(1, 2, "p")),
                () -> new ArrayList<>(List.of("a", "a")),
                () -> new Cell<>(List.of(5_000L, 5_000L)),
                () -> Colour.GREEN,
                () -> new String(new char[] {'x'}),
                () -> Long.valueOf("1234567"),
                () -> Optional.of(new BigDecimal("1.5")));
        keys.forEach(key -> assertArrayEquals(bytesOfKey(key), bytesOfKey(key)));

        List<String> once = new ArrayList<>(List.of("x"));
        assertArrayEquals(
                bytesOfKey(() -> List.of(once, once)), bytesOfKey(() -> List.of(once, new ArrayList<>(once))));
        Point point = new Point(1, 2, "p");
        assertArrayEquals(
                bytesOfKey(() -> Arrays.asList(point, point)),
                bytesOfKey(() -> Arrays.asList(point, new Point(1, 2, "p"))));
    }

    private byte[] bytesOfKey(Callable<Object> key) {
        try {
            return serializers().keys("operator").serialize(key.call());
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void keysAreReadAsTheyWere() {
        Object key = List.of(new Point(1, 2, "p"), Colour.RED, Optional.of("x"));
        assertEquals(key, serializers().keys("operator").deserialize(bytesOfKey(() -> key)));
    }

    @Test
    void whatCannotBeWrittenIsRefusedByNameAndPath() {
        assertRefused(new HasThread(), "java.lang.Thread", "threads", HasThread.class.getName());
        Runnable lambda = () -> {};
        assertRefused(new Cell<>(lambda), "Lambda", "content");
        assertRefused(new Counted(), Counted.class.getName(), "fields of its own");
        assertRefused(new ArrayList<>(List.of(1, 2)).subList(0, 1), "SubList", "java.util");
        Cell<Object[]> self = new Cell<>(new Object[1]);
        self.content()[0] = self;
        roundTrip(self.content());
        List<Object> list = new ArrayList<>();
        list.add(list);
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> bytesOfKey(() -> list));
        assertTrue(String.valueOf(refused.getMessage()).contains("contains itself"));
    }

    private void assertRefused(Object value, String... texts) {
        String message = String.valueOf(assertThrows(
                        IllegalArgumentException.class,
                        () -> serializers().values().serialize(value))
                .getMessage());
        for (String text : texts) {
            assertTrue(message.contains(text), message);
        }
        assertTrue(message.contains("a serializer of its own"), message);
    }

    @Test
    void aSerializerWorksOnAfterItRefused() {
        StateSerializer<Object> serializer = serializers().values();
        byte[] bytes = serializer.serialize(new Point(1, 2, "p"));
        assertThrows(IllegalArgumentException.class, () -> serializer.serialize(new HasThread()));
        assertThrows(
                IncompatibleStateException.class, () -> serializer.deserialize(Arrays.copyOf(bytes, bytes.length - 1)));
        assertArrayEquals(bytes, serializer.serialize(new Point(1, 2, "p")));
        assertEquals(new Point(1, 2, "p"), serializer.deserialize(bytes));
    }

    @Test
    void manyThreadsShareASerializer() throws Exception {
        KryoSerializers serializers = serializers();
        StateSerializer<Object> values = serializers.values();
        StateSerializer<Object> keys = serializers.keys("operator");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> running = IntStream.range(0, 8)
                    .<Future<?>>mapToObj(thread -> threads.submit(() -> {
                        for (int i = 0; i < 2_000; i++) {
                            Object value = new Cell<>(List.of(new Point(i, thread, "p"), new Pair(i, thread)));
                            assertEquals(value, values.deserialize(values.serialize(value)));
                            assertEquals(value, keys.deserialize(keys.serialize(value)));
                        }
                    }))
                    .toList();
            for (Future<?> future : running) {
                future.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aLargeValueDoesNotKeepItsBuffer() {
        StateSerializer<byte[]> serializer = serializers().values();
        assertEquals(3 << 20, serializer.deserialize(serializer.serialize(new byte[3 << 20])).length);
        assertArrayEquals(new byte[] {1}, serializer.deserialize(serializer.serialize(new byte[] {1})));
    }

    @Test
    void scalarsAreWhatKryoWrites() {
        KryoEngine engine = new KryoEngine(kryo -> {}, null);
        Shapes none = new StoredShapes(disk.client("none"), ROOT);
        List<Object> scalars = new ArrayList<>(List.of(true, false, 0.0, -0.0, 1.5, Double.MAX_VALUE));
        for (int bit = 0; bit < Long.SIZE; bit++) {
            for (long near : new long[] {-1, 0, 1}) {
                scalars.add((1L << bit) + near);
                scalars.add(-(1L << bit) + near);
                scalars.add((int) ((1L << bit) + near));
                scalars.add((int) (-(1L << bit) + near));
            }
        }
        for (Object scalar : scalars) {
            byte[] bytes = engine.write(scalar, none, false);
            assertArrayEquals(bytes, Scalars.write(scalar), scalar.toString());
            assertEquals(scalar, Scalars.read(bytes));
            assertEquals(scalar, engine.read(bytes, 0, none));
        }
    }

    @Test
    void aStringIsWhatKryoWrites() {
        Kryo kryo = new Kryo(new ShapeResolver(), new References());
        for (String text : List.of("", "a", "ascii", "ü", "x".repeat(100), "ü".repeat(100), "\ud800")) {
            Output output = new Output(1000);
            kryo.writeClassAndObject(output, text);
            assertArrayEquals(output.toBytes(), serializers().values().serialize(text));
        }
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
        StateSerializer<Object> tooMany = KryoSerializers.any(kryo -> kryo.register(Plain.class, 126));
        assertThrows(IllegalArgumentException.class, () -> tooMany.serialize("x"));
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
