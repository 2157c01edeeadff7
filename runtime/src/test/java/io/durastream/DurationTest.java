package io.durastream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationTest {

    private static final Duration SHORT = new Duration(500);
    private static final Duration LONG = new Duration(1500);

    @Test
    void isMadeOfEveryUnit() {
        assertEquals(new Duration(120_000), Durations.minutes(2));
        assertEquals(new Duration(2_000), Durations.seconds(2));
        assertEquals(new Duration(2), Durations.milliseconds(2));
        assertEquals(Durations.minutes(2), Minutes.apply(2));
        assertEquals(Durations.seconds(2), Seconds.apply(2));
        assertEquals(Durations.milliseconds(2), Milliseconds.apply(2));
        assertEquals(new Duration(7), Duration.apply(7));
    }

    @Test
    void mayBeZeroOrNegative() {
        assertTrue(new Duration(0).isZero());
        assertEquals(-1000, SHORT.minus(LONG).milliseconds());
    }

    @Test
    void compares() {
        assertTrue(SHORT.less(LONG) && !LONG.less(SHORT) && !SHORT.less(SHORT));
        assertTrue(SHORT.lessEq(LONG) && !LONG.lessEq(SHORT) && SHORT.lessEq(SHORT));
        assertTrue(LONG.greater(SHORT) && !SHORT.greater(LONG) && !SHORT.greater(SHORT));
        assertTrue(LONG.greaterEq(SHORT) && !SHORT.greaterEq(LONG) && SHORT.greaterEq(SHORT));
        assertEquals(SHORT, SHORT.min(LONG));
        assertEquals(SHORT, LONG.min(SHORT));
        assertEquals(LONG, SHORT.max(LONG));
        assertEquals(LONG, LONG.max(SHORT));
        assertTrue(SHORT.compareTo(LONG) < 0);
    }

    @Test
    void calculates() {
        assertEquals(new Duration(2000), SHORT.plus(LONG));
        assertEquals(new Duration(1000), LONG.minus(SHORT));
        assertEquals(new Duration(4500), LONG.times(3));
        assertEquals(1 / 3.0, SHORT.div(LONG));
        assertEquals(Double.POSITIVE_INFINITY, SHORT.div(new Duration(0)));
    }

    @Test
    void isMultipleOfWhatDividesItWithoutRest() {
        assertTrue(LONG.isMultipleOf(SHORT));
        assertFalse(LONG.isMultipleOf(new Duration(700)));
        assertEquals(
                "/ by zero",
                assertThrows(ArithmeticException.class, () -> LONG.isMultipleOf(new Duration(0)))
                        .getMessage());
    }

    @Test
    void hasTheTextsThatUsersKnow() {
        assertEquals("1500 ms", LONG.toString());
        assertEquals("1500", LONG.toFormattedString());
    }

    @ParameterizedTest
    @CsvSource({
        "5, 5 ms",
        "999, 999 ms",
        "-1500, -1500 ms",
        "1000, 1.0 s",
        "1500, 1.5 s",
        "59999, 60.0 s",
        "60000, 1.0 m",
        "3600000, 1.00 h",
        "5400000, 1.50 h"
    })
    void printsItselfInTheUnitThatSuits(long millis, String text) {
        assertEquals(text, new Duration(millis).prettyPrint());
    }
}
