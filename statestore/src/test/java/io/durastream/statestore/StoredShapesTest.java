package io.durastream.statestore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.DamagedFileException;
import io.durastream.storage.FileInfo;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.storage.fault.CrashPoints;
import io.durastream.storage.fault.FaultInjectingStorage;
import io.durastream.storage.fault.FaultPlan;
import io.durastream.storage.fault.FaultPlan.Kind;
import io.durastream.storage.fault.SimulatedCrash;
import io.durastream.storage.frame.Frame;
import io.durastream.storage.sim.SimulatedDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What lies beside the state: when it is written, and what happens when it is not there. */
final class StoredShapesTest {

    private static final StoragePath ROOT = StoragePath.of("state");
    private static final StoragePath SHAPES = ROOT.resolve("shapes");

    record Point(int x, int y) {}

    record User(String name) {}

    private final SimulatedDisk disk = new SimulatedDisk(1);
    private int processes;

    private Storage process() {
        return disk.client("process-" + processes++);
    }

    private static KryoSerializers serializers(Storage storage) {
        return KryoSerializers.stored(storage, ROOT, kryo -> {});
    }

    private List<String> files() throws IOException {
        return process().list(ROOT).stream()
                .map(FileInfo::path)
                .map(StoragePath::value)
                .toList();
    }

    /** The file of the one shape in a value. */
    private static StoragePath fileOf(byte[] value) {
        return SHAPES.resolve(String.format("%08x", ByteBuffer.wrap(value).getInt()));
    }

    @Test
    void aShapeIsDurableBeforeAValueMentionsItAndIsWrittenOnce() throws IOException {
        Storage storage = process();
        KryoSerializers serializers = serializers(storage);
        byte[] one = serializers.values().serialize(new Point(1, 2));
        assertEquals(List.of(fileOf(one).value()), files());

        byte[] again = serializers.values().serialize(new Point(1, 2));
        assertArrayEquals(one, again);
        assertArrayEquals(one, serializers(process()).values().serialize(new Point(1, 2)));
        assertEquals(1, files().size());
    }

    @Test
    void scalarsAndValuesOfTheJdkNeedNoFile() throws IOException {
        KryoSerializers serializers = serializers(process());
        serializers.values().serialize(3L);
        serializers.values().serialize(List.of("a", Map.of(1, 2.0)));
        serializers.keys("operator").serialize("key");
        assertEquals(List.of(), files());
    }

    @Test
    void aClassInKeysIsPinnedOnceForEachOperator() throws IOException {
        KryoSerializers serializers = serializers(process());
        serializers.keys("visits").serialize(new User("a"));
        serializers.keys("visits").serialize(new User("b"));
        serializers.keys("counts").serialize(new User("b"));
        List<String> files = files();
        assertEquals(3, files.size(), files::toString);
        assertTrue(files.stream().anyMatch(file -> file.startsWith("state/shapes/keys/visits/")), files::toString);
    }

    @Test
    void aLostShapeIsNamedAndComesBackWithItsClass() throws IOException {
        byte[] bytes = serializers(process()).values().serialize(new Point(1, 2));
        Storage storage = process();
        storage.delete(fileOf(bytes));

        IncompatibleStateException refused = assertThrows(
                IncompatibleStateException.class,
                () -> serializers(storage).values().deserialize(bytes));

        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains(fileOf(bytes).value()) && message.contains("Put it back"), message);
        KryoSerializers writing = serializers(process());
        writing.values().serialize(new Point(3, 4));
        assertEquals(new Point(1, 2), serializers(storage).values().deserialize(bytes));
    }

    @Test
    void aDamagedShapeIsNamed() throws IOException {
        byte[] bytes = serializers(process()).values().serialize(new Point(1, 2));
        StoragePath file = fileOf(bytes);
        byte[] content = process().read(file);
        for (byte[] damaged : List.of(
                new byte[0],
                Arrays.copyOf(content, content.length - 1),
                flipped(content, content.length - 1),
                "text".getBytes(StandardCharsets.UTF_8),
                Frame.encode(FrameTypes.SHAPE, new byte[] {9, 0, 0, 0}).array(),
                Frame.encode(FrameTypes.SHAPE, new byte[] {1, 9}).array(),
                Frame.encode(FrameTypes.SHAPE, new byte[] {1, 0, 0}).array(),
                Frame.encode(FrameTypes.SHAPE, new Shape(Shape.Kind.OTHER, "another", List.of()).encode())
                        .array())) {
            Storage storage = process();
            storage.delete(file);
            storage.putIfAbsent(file, damaged);

            UncheckedIOException failure = assertThrows(
                    UncheckedIOException.class,
                    () -> serializers(storage).values().deserialize(bytes));

            DamagedFileException damage = assertInstanceOf(DamagedFileException.class, failure.getCause());
            assertEquals(file.value(), damage.file());
            assertThrows(
                    RuntimeException.class, () -> serializers(storage).values().serialize(new Point(1, 2)));
        }
    }

    private static byte[] flipped(byte[] content, int at) {
        byte[] damaged = content.clone();
        damaged[at] ^= 1;
        return damaged;
    }

    @Test
    void twoShapesOfOneIdAreRefused() {
        StoredShapes shapes = new StoredShapes(process(), SHAPES);
        Shape one = new Shape(Shape.Kind.CLASS, "one", List.of(new Shape.Field("a", "int")));
        Shape other = new Shape(Shape.Kind.CLASS, "other", List.of());
        shapes.keep(-7, one);
        shapes.keep(-7, one);
        String message = String.valueOf(assertThrows(IncompatibleStateException.class, () -> shapes.keep(-7, other))
                .getMessage());
        assertTrue(message.contains("one (a: int)") && message.contains("other ()"), message);
        StoredShapes elsewhere = new StoredShapes(process(), SHAPES);
        assertThrows(IncompatibleStateException.class, () -> elsewhere.keep(-7, other));
    }

    @Test
    void shapesReadWhatTheyWrote() {
        Shape shape = new Shape(
                Shape.Kind.RECORD, "app.Höst", List.of(new Shape.Field("a", "int"), new Shape.Field("b", "[J")));
        assertEquals(shape, Shape.decode(ByteBuffer.wrap(shape.encode())));
        for (int length = 0; length < shape.encode().length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(shape.encode(), 0, length);
            assertThrows(IllegalArgumentException.class, () -> Shape.decode(cut));
        }
    }

    @Test
    void everyAcknowledgedValueIsReadAfterACrashAtAnyOperation() {
        int fired = CrashPoints.enumerate(Kind.CRASH, this::writeThenRead)
                + CrashPoints.enumerate(Kind.UNKNOWN_OUTCOME, this::writeThenRead);
        assertTrue(fired >= 8, "faults: " + fired);
    }

    private void writeThenRead(FaultPlan plan) {
        SimulatedDisk fresh = new SimulatedDisk(processes);
        Map<Object, byte[]> acknowledged = new HashMap<>();
        KryoSerializers victim = serializers(new FaultInjectingStorage(fresh.client("victim"), plan));
        for (Object value : List.of(new Point(1, 2), new User("a"), new Point(3, 4))) {
            try {
                acknowledged.put(value, victim.values().serialize(value));
                acknowledged.put(List.of(value), victim.keys("operator").serialize(List.of(value)));
            } catch (UncheckedIOException unknown) {
                assertArrayEquals(
                        victim.values().serialize(value), victim.values().serialize(value), "may be repeated");
            } catch (SimulatedCrash crash) {
                break;
            }
        }
        fresh.crash("victim");

        KryoSerializers heir = serializers(fresh.client("heir"));
        acknowledged.forEach((value, bytes) -> {
            assertEquals(value, heir.values().deserialize(bytes));
            assertArrayEquals(
                    bytes,
                    value instanceof List
                            ? heir.keys("operator").serialize(value)
                            : heir.values().serialize(value));
        });
    }
}
