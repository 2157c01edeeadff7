package io.durastream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TimeTest {

    private static final Time EARLY = new Time(1000);
    private static final Time LATE = new Time(3500);

    @Test
    void compares() {
        assertTrue(EARLY.less(LATE) && !LATE.less(EARLY) && !EARLY.less(EARLY));
        assertTrue(EARLY.lessEq(LATE) && !LATE.lessEq(EARLY) && EARLY.lessEq(EARLY));
        assertTrue(LATE.greater(EARLY) && !EARLY.greater(LATE) && !EARLY.greater(EARLY));
        assertTrue(LATE.greaterEq(EARLY) && !EARLY.greaterEq(LATE) && EARLY.greaterEq(EARLY));
        assertEquals(EARLY, EARLY.min(LATE));
        assertEquals(EARLY, LATE.min(EARLY));
        assertEquals(LATE, EARLY.max(LATE));
        assertEquals(LATE, LATE.max(EARLY));
    }

    @Test
    void sortsByTheMoment() {
        assertEquals(List.of(EARLY, LATE), Stream.of(LATE, EARLY).sorted().toList());
    }

    @Test
    void calculates() {
        assertEquals(LATE, EARLY.plus(new Duration(2500)));
        assertEquals(EARLY, LATE.minus(new Duration(2500)));
        assertEquals(new Duration(2500), LATE.minus(EARLY));
        assertEquals(new Time(7), Time.apply(7));
    }

    @Test
    void floorsToAMultiple() {
        assertEquals(new Time(3000), LATE.floor(new Duration(1000)));
        assertEquals(new Time(3000), new Time(3000).floor(new Duration(1000)));
        assertEquals(new Time(3200), LATE.floor(new Duration(1000), new Time(200)));
        assertEquals(new Time(3200), LATE.floor(new Duration(1000), new Time(1200)));
    }

    @Test
    void isMultipleOfWhatDividesItWithoutRest() {
        assertTrue(LATE.isMultipleOf(new Duration(500)));
        assertFalse(LATE.isMultipleOf(new Duration(1000)));
    }

    @Test
    void hasTheTextThatUsersKnow() {
        assertEquals("1000 ms", EARLY.toString());
    }

    @Test
    void travelsWithFunctionsThatHoldIt() throws Exception {
        record Held(Time time, Duration duration, SourcePosition position) implements java.io.Serializable {}
        Held held = new Held(EARLY, Durations.seconds(1), new SourcePosition("7"));
        assertEquals(held, serializedAndBack(held));
    }

    private static Object serializedAndBack(Object value) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }
}
