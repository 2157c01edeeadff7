package io.durastream.runtime.application;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class TestHarnessesTest {

    @Test
    void takesTheClockOfTheMachineUnlessTold() {
        assertDoesNotThrow(() -> TestHarnesses.requireSystemClock(new SparkConf(false)));
        assertDoesNotThrow(() -> TestHarnesses.requireSystemClock(confWith("org.apache.spark.util.SystemClock")));
    }

    @Test
    void saysWhoTurnsAManualClock() {
        String refusal = refusalOf("org.apache.spark.util.ManualClock");

        assertTrue(refusal.contains("io.durastream.testkit.StreamTest"), refusal);
    }

    @Test
    void namesAClockThatItDoesNotKnow() {
        String refusal = refusalOf("com.acme.Sundial");

        assertTrue(refusal.contains("spark.streaming.clock is com.acme.Sundial"), refusal);
    }

    private static String refusalOf(String clock) {
        return assertThrows(IllegalArgumentException.class, () -> TestHarnesses.requireSystemClock(confWith(clock)))
                .toString();
    }

    private static SparkConf confWith(String clock) {
        return new SparkConf(false).set("spark.streaming.clock", clock);
    }
}
