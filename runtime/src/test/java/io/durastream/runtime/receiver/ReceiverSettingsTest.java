package io.durastream.runtime.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

class ReceiverSettingsTest {

    @Test
    void hasSparksDefaults() {
        assertEquals(
                new ReceiverSettings(200, 10, Long.MAX_VALUE, false, 2_000, 30_000, 60, 3),
                ReceiverSettings.of(new SparkConf(false)));
    }

    @Test
    void aBlockIntervalIsPositive() {
        for (String value : List.of("0", "-1")) {
            assertEquals(
                    "requirement failed: 'spark.streaming.blockInterval' should be a positive value",
                    assertThrows(IllegalArgumentException.class, () -> settings("spark.streaming.blockInterval", value))
                            .getMessage());
        }
    }

    @Test
    void theLowerOfTheLimitAndWhatBackPressureSaysIsTheRate() {
        ReceiverSettings limited = settings("spark.streaming.receiver.maxRate", "500");
        assertTrue(limited.paced());
        assertEquals(500, limited.rate(OptionalLong.empty()));
        assertEquals(500, limited.rate(OptionalLong.of(700)));
        assertEquals(300, limited.rate(OptionalLong.of(300)));

        ReceiverSettings learning = settings("spark.streaming.backpressure.enabled", "true");
        assertTrue(learning.paced());
        assertEquals(Long.MAX_VALUE, learning.rate(OptionalLong.empty()));
        assertEquals(700, learning.rate(OptionalLong.of(700)));

        ReceiverSettings unlimited = settings("spark.streaming.receiver.maxRate", "0");
        assertFalse(unlimited.paced());
        assertEquals(Long.MAX_VALUE, unlimited.rate(OptionalLong.empty()));
    }

    @Test
    void aBatchOfABacklogTakesWhatAReceiverCouldHaveBrought() {
        assertEquals(100, ReceiverSettings.recordsABatch(500, 200));
        assertEquals(1, ReceiverSettings.recordsABatch(1, 200));
        assertEquals(Long.MAX_VALUE, ReceiverSettings.recordsABatch(Long.MAX_VALUE, 200));
    }

    @Test
    void whatIsReceivedIsLoggedWheneverThereIsACheckpointDirectoryUnlessForbidden() {
        SparkConf conf = new SparkConf(false);
        assertTrue(ReceiverSettings.logEnabled(conf, true));
        assertFalse(ReceiverSettings.logEnabled(conf, false));
        conf.set("spark.streaming.receiver.writeAheadLog.enable", "false");
        assertFalse(ReceiverSettings.logEnabled(conf, true));
        conf.set("spark.streaming.receiver.writeAheadLog.enable", "true");
        assertEquals(
                "Cannot enable receiver write-ahead log without checkpoint directory set. Please use"
                        + " streamingContext.checkpoint() to set the checkpoint directory. See documentation for more"
                        + " details.",
                assertThrows(SparkException.class, () -> ReceiverSettings.logEnabled(conf, false))
                        .getMessage());
    }

    @Test
    void saysThatLogsOfUsersAreNotUsed() {
        SparkConf conf = new SparkConf(false);
        assertEquals(List.of(), ReceiverSettings.warnings(conf));
        conf.set("spark.streaming.driver.writeAheadLog.class", "a.Log");
        List<String> warnings = ReceiverSettings.warnings(conf);
        assertEquals(1, warnings.size());
        assertTrue(
                warnings.get(0).startsWith("spark.streaming.driver.writeAheadLog.class = a.Log is not used"),
                warnings.get(0));
        conf.set("spark.streaming.receiver.writeAheadLog.class", "b.Log");
        assertEquals(2, ReceiverSettings.warnings(conf).size());
    }

    private static ReceiverSettings settings(String key, String value) {
        return ReceiverSettings.of(new SparkConf(false).set(key, value));
    }
}
