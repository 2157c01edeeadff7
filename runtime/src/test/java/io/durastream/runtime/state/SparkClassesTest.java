package io.durastream.runtime.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.statestore.IncompatibleStateException;
import io.durastream.statestore.KryoSerializers;
import io.durastream.statestore.StateSerializer;
import io.durastream.storage.sim.SimulatedDisk;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import scala.None$;
import scala.Some;
import scala.Tuple1;
import scala.Tuple2;
import scala.Tuple2$mcJJ$sp;
import scala.Tuple3;
import scala.Tuple4;
import scala.Tuple5;
import scala.collection.immutable.Map$;
import scala.collection.immutable.Nil$;
import scala.collection.immutable.Set$;
import scala.collection.immutable.Vector$;
import scala.jdk.javaapi.CollectionConverters;

/** What users of Spark keep in their state, and how large that is. */
final class SparkClassesTest {

    private final SimulatedDisk disk = new SimulatedDisk(1);
    private int processes;

    record Session(long begin, int pages) {}

    /** Those of a new process. */
    private KryoSerializers serializers() {
        return KryoSerializers.stored(disk.client("process-" + processes++), StateAccess.ROOT, SparkClasses::register);
    }

    static Stream<Arguments> values() {
        return Stream.of(
                size(3, new Tuple1<>(5L)),
                size(5, new Tuple2<>(5L, 6)),
                size(12, new Tuple2<>("user", new Session(1, 2))),
                size(7, new Tuple3<>(5L, 6, true)),
                size(10, new Tuple4<>(5L, 6, true, 'x')),
                size(13, new Tuple5<>(5L, 6, true, null, "x")),
                size(3, new Some<>(5L)),
                size(1, None$.MODULE$),
                size(3, Optional.of(5L)),
                size(2, Optional.empty()),
                size(2, Nil$.MODULE$),
                size(10, CollectionConverters.asScala(List.of(1, 2, 3)).toList()),
                size(10, CollectionConverters.asScala(List.of(1, 2, 3)).toVector()),
                size(
                        250,
                        CollectionConverters.asScala(
                                        IntStream.range(0, 60).boxed().toList())
                                .toVector()),
                size(
                        9_000,
                        CollectionConverters.asScala(
                                        IntStream.range(0, 2_000).boxed().toList())
                                .toVector()),
                size(2, Vector$.MODULE$.empty()),
                size(2, Map$.MODULE$.empty()),
                size(2, Set$.MODULE$.empty()),
                size(60, scalaMap(4)),
                size(90, scalaMap(7)),
                size(31, scalaMap(4).keySet()),
                size(10, scalaSet(4)),
                size(16, scalaSet(7)));
    }

    private static scala.collection.immutable.Set<Integer> scalaSet(int size) {
        return scala.collection.immutable.Set.from(
                CollectionConverters.asScala(IntStream.range(0, size).boxed().toList()));
    }

    private static scala.collection.immutable.Map<Integer, String> scalaMap(int size) {
        return scala.collection.immutable.Map.from(CollectionConverters.asScala(
                IntStream.range(0, size).mapToObj(i -> new Tuple2<>(i, "v" + i)).toList()));
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
    }

    @Test
    void singletonsStaySingle() {
        KryoSerializers serializers = serializers();
        for (Object singleton : List.of(None$.MODULE$, Nil$.MODULE$)) {
            assertSame(
                    singleton,
                    serializers.values().deserialize(serializers.values().serialize(singleton)));
        }
    }

    @Test
    void equalKeysGiveEqualBytesWhateverClassScalaHasForThem() {
        StateSerializer<Object> keys = serializers().keys("operator");
        Tuple2<Object, Object> special = new Tuple2$mcJJ$sp(1, 2);
        assertArrayEquals(keys.serialize(new Tuple2<>(1L, 2L)), keys.serialize(special));
        assertEquals(new Tuple2<>(1L, 2L), keys.deserialize(keys.serialize(special)));
        Session session = new Session(1, 2);
        assertArrayEquals(
                keys.serialize(new Tuple2<>(session, session)),
                keys.serialize(new Tuple2<>(new Session(1, 2), new Session(1, 2))));
    }

    @Test
    void aWindowKeepsItsSlots() {
        WindowState<String> state = new WindowState<>("abc");
        state.add(1_700_000_000_000L, "a");
        state.add(1_700_000_001_000L, "bc");
        StateSerializer<WindowState<String>> serializer =
                new WindowStateSerializer<>(serializers().values());
        byte[] bytes = serializer.serialize(state);

        WindowState<String> read = serializer.deserialize(bytes);

        assertEquals("abc", read.total());
        assertEquals(List.copyOf(state.slots()), List.copyOf(read.slots()));
        assertTrue(bytes.length <= 30, bytes.length + " bytes");
        assertEquals("window/1 of kryo5/2", serializer.format());
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThrows(IncompatibleStateException.class, () -> serializer.deserialize(cut));
        }
    }

    @Test
    void theOperatorIsNamedWhoseStateDoesNotFit() {
        StateSerializer<Object> serializer =
                new OperatorSerializer<>("visits", serializers().values());
        IncompatibleStateException refused = assertInstanceOf(
                IncompatibleStateException.class,
                assertThrows(RuntimeException.class, () -> serializer.deserialize(new byte[] {1, 2, 3})));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("Operator 'visits': "), refused::getMessage);
    }
}
