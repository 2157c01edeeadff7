package io.durastream.statestore;

import static io.durastream.statestore.CompiledClasses.field;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.StoragePath;
import io.durastream.storage.sim.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** State that one release of an application wrote, read by the next one, in another process. */
final class StateEvolutionTest {

    private static final StoragePath ROOT = StoragePath.of("state");

    @TempDir
    Path directory;

    private final SimulatedDisk disk = new SimulatedDisk(1);
    private int releases;

    private CompiledClasses release(String... declarations) throws IOException {
        return CompiledClasses.compile(directory.resolve("release-" + releases++), declarations);
    }

    /** Those of a new process. */
    private KryoSerializers serializers() {
        return KryoSerializers.stored(disk.client("process-" + releases++), ROOT, kryo -> {});
    }

    private byte[] write(CompiledClasses release, Object value) {
        return release.run(() -> serializers().values().serialize(value));
    }

    private Object read(CompiledClasses release, byte[] bytes) {
        return release.run(() -> serializers().values().deserialize(bytes));
    }

    private String refusal(CompiledClasses release, byte[] bytes) {
        return String.valueOf(assertThrows(IncompatibleStateException.class, () -> read(release, bytes))
                .getMessage());
    }

    @Test
    void fieldsOfARecordAreAddedRemovedAndMoved() throws IOException {
        CompiledClasses before = release("record Visit(int pages, String last, long begin) {}");
        CompiledClasses after =
                release("record Visit(long begin, String added, int pages, double score, boolean open) {}");
        byte[] bytes = write(before, before.make("Visit", 3, "/index", 17L));

        Object visit = read(after, bytes);

        assertEquals(after.make("Visit", 17L, null, 3, 0.0, false), visit);
    }

    @Test
    void fieldsOfAClassAreAddedRemovedAndMoved() throws IOException {
        CompiledClasses before = release("class Visit { int pages = 3; List last = new List(); long begin = 17; }"
                + " class List { String text = \"x\"; }");
        CompiledClasses after = release(
                "class Visit extends Base { String added = \"new\"; int pages; }" + " class Base { long begin; }");
        byte[] bytes = write(before, before.make("Visit"));

        Object visit = read(after, bytes);

        assertEquals(3, field(visit, "pages"));
        assertEquals(17L, field(visit, "begin"));
        assertEquals("new", field(visit, "added"), "as the constructor without arguments leaves it");
    }

    @Test
    void aFieldWithoutSimpleConstructorGetsItsJavaDefault() throws IOException {
        CompiledClasses before = release("class Visit { int pages; Visit(int pages) { this.pages = pages; } }");
        CompiledClasses after = release(
                "class Visit { final int pages; final String added = \"\" + this; Visit(int pages) { this.pages = pages; } }");

        Object visit = read(after, write(before, before.make("Visit", 3)));

        assertEquals(3, field(visit, "pages"));
        assertNull(field(visit, "added"));
    }

    @Test
    void numbersAreWidenedAndBoxed() throws IOException {
        CompiledClasses before = release("record N(byte a, short b, int c, float d, int e, Long f, Long g, Integer h,"
                + " char i, String j, Double k) {}");
        CompiledClasses after = release("record N(short a, int b, long c, double d, Integer e, long f, long g, Long h,"
                + " Character i, CharSequence j, Number k) {}");
        Object written = before.make("N", (byte) -1, (short) -2, -3, 0.5f, -5, 6L, null, 8, 'i', "j", 1.5);

        Object read = read(after, write(before, written));

        assertEquals(after.make("N", (short) -1, -2, -3L, 0.5, -5, 6L, 0L, 8L, 'i', "j", 1.5), read);
    }

    @Test
    void numbersOfAClassAreWidenedAndBoxed() throws IOException {
        CompiledClasses before =
                release("class N { int a = -3; Long b = null; Integer c = 4; float d = 0.5f; boolean e = true; }");
        CompiledClasses after = release("class N { long a; long b = 9; long c; double d; Boolean e; }");

        Object read = read(after, write(before, before.make("N")));

        assertEquals(-3L, field(read, "a"));
        assertEquals(9L, field(read, "b"), "nothing was there to be taken");
        assertEquals(4L, field(read, "c"));
        assertEquals(0.5, field(read, "d"));
        assertEquals(true, field(read, "e"));
    }

    @Test
    void aFieldOfAnotherTypeIsRefusedByName() throws IOException {
        for (String[] types : new String[][] {
            {"int", "String"},
            {"long", "int"},
            {"double", "float"},
            {"int", "double"},
            {"int", "boolean"},
            {"String", "Integer"},
            {"java.util.List<String>", "java.util.ArrayList<String>"},
            {"Integer", "int[]"}
        }) {
            CompiledClasses before = release("class Visit { " + types[0] + " pages; }");
            CompiledClasses after = release("class Visit { " + types[1] + " pages; }");

            String message = refusal(after, write(before, before.make("Visit")));

            assertTrue(message.contains("'pages' of app.Visit was "), message);
            assertTrue(
                    message.contains(before.type("Visit")
                            .getDeclaredFields()[0]
                            .getType()
                            .getName()),
                    message);
            assertTrue(
                    message.contains("now is "
                            + after.type("Visit")
                                    .getDeclaredFields()[0]
                                    .getType()
                                    .getName()),
                    message);
            assertTrue(message.contains("Start with the class as it was"), message);
        }
    }

    @Test
    void aReferenceMayBecomeOneToASupertype() throws IOException {
        CompiledClasses before =
                release("record Visit(java.util.ArrayList<String> a, Own b, Own c) {}", "record Own() {}");
        CompiledClasses after = release(
                "record Visit(java.util.List<String> a, General b, Object c) {}",
                "record Own() implements General {}",
                "interface General {}");
        Object own = before.make("Own");

        Object read = read(after, write(before, before.make("Visit", new ArrayList<>(List.of("x")), own, own)));

        assertEquals(after.make("Visit", List.of("x"), after.make("Own"), after.make("Own")), read);
    }

    @Test
    void aClassThatIsGoneIsRefusedByName() throws IOException {
        CompiledClasses before = release("record Visit(int pages) {}");
        CompiledClasses after = release("record Stay(int pages) {}");

        String message = refusal(after, write(before, before.make("Visit", 1)));

        assertTrue(message.contains("app.Visit (pages: int), which is gone"), message);
    }

    @Test
    void aFieldIsRemovedTogetherWithItsClass() throws IOException {
        CompiledClasses before = release(
                "record Visit(int a, java.util.List<Object> gone, int z) {}",
                "record Gone(int x, Way way, Object next) {}",
                "enum Way { IN, OUT }");
        CompiledClasses after = release("record Visit(int a, int z) {}");
        Object gone = before.make("Gone", 1, before.constant("Way", "OUT"), before.make("Gone", 2, null, null));
        byte[] bytes = write(before, before.make("Visit", 1, Arrays.asList(gone, null, "text", gone), 26));

        assertEquals(after.make("Visit", 1, 26), read(after, bytes));
    }

    @Test
    void aLostObjectThatIsAlsoInAFieldThatIsThereIsRefused() throws IOException {
        CompiledClasses before = release("class Visit { Object a = new Gone(); Object b = a; } class Gone {}");
        CompiledClasses after = release("class Visit { Object b; }");

        String message = refusal(after, write(before, before.make("Visit")));

        assertTrue(message.contains("app.Gone () as") || message.contains("app.Gone (), which is gone"), message);
    }

    @Test
    void nestedClassesChangeEachForItself() throws IOException {
        CompiledClasses before = release("record Visit(java.util.List<Object> steps) {}", "record Step(int at) {}");
        CompiledClasses after =
                release("record Visit(java.util.List<Object> steps) {}", "record Step(long at, String by) {}");
        List<Object> steps = List.of(before.make("Step", 1), before.make("Step", 2));

        Object read = read(after, write(before, before.make("Visit", steps)));

        assertEquals(after.make("Visit", List.of(after.make("Step", 1L, null), after.make("Step", 2L, null))), read);
    }

    @Test
    void elementsOfArraysAndMapsOfOneClassChangeToo() throws IOException {
        CompiledClasses before = release("record Step(int at) {}");
        CompiledClasses after = release("record Step(String by, long at) {}");
        Object[] steps = (Object[]) java.lang.reflect.Array.newInstance(before.type("Step"), 2);
        Arrays.fill(steps, before.make("Step", 5));
        Object then = after.make("Step", null, 5L);

        assertArrayEquals(new Object[] {then, then}, (Object[]) read(after, write(before, steps)));
        assertEquals(Map.of("a", then), read(after, write(before, Map.of("a", steps[0]))));
    }

    @Test
    void aClassBecomesARecordAndBack() throws IOException {
        String asClass = "class Visit { int pages = 3; java.util.List<Object> all = new java.util.ArrayList<>();"
                + " { all.add(all); } }";
        CompiledClasses classes = release(asClass);
        CompiledClasses records = release("record Visit(int pages, java.util.List<Object> all) {}");

        Object record = read(records, write(classes, classes.make("Visit")));
        assertEquals(3, field(record, "pages"));
        assertContainsItself(field(record, "all"));

        Object object = read(classes, write(records, record));
        assertEquals(3, field(object, "pages"));
        assertContainsItself(field(object, "all"));
    }

    private static void assertContainsItself(@Nullable Object list) {
        assertSame(list, assertInstanceOf(List.class, list).get(0));
    }

    @Test
    void constantsOfAnEnumAreAddedAndMovedButNotRemoved() throws IOException {
        CompiledClasses before = release("enum Way { IN, OUT { } }");
        CompiledClasses more = release("enum Way { UP, OUT { }, IN }");
        CompiledClasses fewer = release("enum Way { IN }");
        byte[] bytes = write(before, before.constant("Way", "OUT"));

        assertEquals(more.constant("Way", "OUT"), read(more, bytes));
        String message = refusal(fewer, bytes);
        assertTrue(message.contains("OUT of the enum app.Way"), message);
        CompiledClasses noEnum = release("record Way(int x) {}");
        assertTrue(refusal(noEnum, bytes).contains("app.Way as a enum; now it is a record"), refusal(noEnum, bytes));
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"})
    void keysOfEnumMapsAreMoved() throws IOException {
        CompiledClasses before = release("enum Way { IN, OUT }");
        CompiledClasses after = release("enum Way { UP, OUT, IN }");
        EnumMap map = new EnumMap(before.type("Way"));
        byte[] empty = write(before, map);
        map.put((Enum) before.constant("Way", "OUT"), 1);

        assertEquals(Map.of(after.constant("Way", "OUT"), 1), read(after, write(before, map)));
        EnumMap read = (EnumMap) read(after, empty);
        read.put((Enum) after.constant("Way", "UP"), 2);
        assertEquals(1, read.size());
    }

    @Test
    void hiddenFieldsOfTheSameNameAreToldApart() throws IOException {
        CompiledClasses before = release("class Visit extends Base { int at = 1; } class Base { int at = 2; }");
        CompiledClasses after = release("class Visit extends Base { long at; int more; } class Base { int at; }");
        Object read = read(after, write(before, before.make("Visit")));
        assertEquals(1L, field(read, "at"));
        CompiledClasses base = release("class Visit { int at; }");
        assertEquals(1, field(read(base, write(before, before.make("Visit"))), "at"));
    }

    @Test
    void aConstructorThatRefusesOldValuesIsNamed() throws IOException {
        CompiledClasses before = release("record Visit(int a) {}");
        CompiledClasses after = release(
                "record Visit(int a, String b) { public Visit { java.util.Objects.requireNonNull(b, \"no b\"); } }");
        String message = refusal(after, write(before, before.make("Visit", 1)));
        assertTrue(message.contains("constructor of app.Visit") && message.contains("no b"), message);
    }

    @Test
    void aKeyOfAChangedClassIsRefusedBeforeItIsMissed() throws IOException {
        CompiledClasses before = release("record User(int id) {}");
        CompiledClasses after = release("record User(int id, String realm) {}");
        before.run(() -> serializers().keys("sessions").serialize(before.make("User", 1)));
        before.run(() -> serializers().keys("sessions").serialize(before.make("User", 2)));

        IncompatibleStateException refused = assertThrows(
                IncompatibleStateException.class,
                () -> after.run(() -> serializers().keys("sessions").serialize(after.make("User", 1, "x"))));

        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains("operator 'sessions'") && message.contains("app.User (id: int)"), message);
        after.run(() -> serializers().keys("others").serialize(after.make("User", 1, "x")));
    }

    @Test
    void aKeyMayGetAnotherConstant() throws IOException {
        CompiledClasses before = release("enum Way { IN }");
        CompiledClasses after = release("enum Way { OUT, IN }");
        byte[] then = before.run(() -> serializers().keys("o").serialize(before.constant("Way", "IN")));
        assertArrayEquals(then, after.run(() -> serializers().keys("o").serialize(after.constant("Way", "IN"))));
    }

    @Test
    void aChainOfReleasesReadsWhatEachWrote() throws IOException {
        List<byte[]> written = new ArrayList<>();
        String[] declarations = {
            "record V(int a) {}", "record V(int a, int b) {}", "record V(long b, long a, Object c) {}"
        };
        for (String declaration : declarations) {
            CompiledClasses release = release(declaration);
            for (byte[] bytes : written) {
                Object read = read(release, bytes);
                assertEquals("1", String.valueOf(field(read, "a")));
            }
            Object[] arguments = declarations.length - 1 == written.size()
                    ? new Object[] {2L, 1L, "c"}
                    : written.isEmpty() ? new Object[] {1} : new Object[] {1, 2};
            written.add(write(release, release.make("V", arguments)));
        }
        assertEquals(3, written.size());
    }
}
