package io.durastream.runtime.rate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.Bytes;
import io.durastream.checkpoint.InputRange;
import io.durastream.checkpoint.NamedValue;
import io.durastream.checkpoint.OperatorId;
import io.durastream.runtime.driver.BatchRunner;
import io.durastream.storage.sim.SimulatedClock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class RateControlTest {

    private static final OperatorId SOCKET = OperatorId.of("socket");
    private static final OperatorId FILES = OperatorId.of("files");

    private final SimulatedClock clock = new SimulatedClock(10_000);
    private final Map<String, NamedValue> committed = new HashMap<>();
    private long processingMillis;

    @Test
    void aRateIsTheInitialOneUntilTheSecondBatchTeachesAnother() throws Exception {
        RateControl control = control(conf().set("spark.streaming.backpressure.initialRate", "700"));
        InputRate rate = control.of(SOCKET);
        assertEquals(OptionalLong.of(700), rate.latest());

        run(control, 10_000, 500, 250);
        assertEquals(OptionalLong.of(700), rate.latest(), "the first batch only measures 2000/s");
        run(control, 11_000, 500, 500);
        assertEquals(OptionalLong.of(1_000), rate.latest());
    }

    @Test
    void withoutAnInitialRateThereIsNoneAtFirst() {
        assertEquals(OptionalLong.empty(), control(conf()).of(SOCKET).latest());
    }

    @Test
    void countsTheTimeThatABatchWaitedForOthersButNotThatOfADowntime() throws Exception {
        RateControl control = control(conf());
        InputRate rate = control.of(SOCKET);
        run(control, 1_000, 1_000, 1_000);
        run(control, 2_000, 1_000, 1_000);
        assertEquals(OptionalLong.of(1_000), rate.latest(), "missed in a downtime of 9 s");

        run(control, 11_500, 1_000, 1_000);
        assertEquals(OptionalLong.of(900), rate.latest(), "500 ms late, 500 records piled up");
    }

    @Test
    void goesOnWithWhatTheLastCommitHas() throws Exception {
        RateControl first = control(conf());
        first.of(SOCKET);
        run(first, 10_000, 500, 250);
        run(first, 11_000, 500, 500);

        RateControl second = control(conf().set("spark.streaming.backpressure.initialRate", "7"));
        assertEquals(OptionalLong.of(1_000), second.of(SOCKET).latest());
        run(second, 12_000, 500, 1_000);
        assertEquals(OptionalLong.of(500), second.of(SOCKET).latest());
    }

    @Test
    void aMeasurementAloneIsNoRateAfterARestartEither() throws Exception {
        RateControl first = control(conf());
        first.of(SOCKET);
        run(first, 10_000, 500, 250);

        RateControl second = control(conf());
        assertEquals(OptionalLong.empty(), second.of(SOCKET).latest());
        run(second, 11_000, 500, 500);
        assertEquals(OptionalLong.of(1_000), second.of(SOCKET).latest());
    }

    @Test
    void learnsOnlyOfInputsThatAskedAndKeepsTheValuesOfOthers() throws Exception {
        RateControl control = control(conf());
        BatchRunner.Result result = run(control, 10_000, 500, 250);
        assertEquals(List.of(new NamedValue("accumulator/a", Bytes.utf8("1"))), result.accumulators());

        control.of(SOCKET);
        result = run(control, 11_000, 500, 250);
        assertEquals(
                List.of("accumulator/a", "rate/socket"),
                result.accumulators().stream().map(NamedValue::name).toList());
    }

    @Test
    void isOffUnlessConfigured() throws Exception {
        RateControl control = control(new SparkConf(false).set("spark.streaming.backpressure.initialRate", "700"));
        InputRate rate = control.of(SOCKET);
        run(control, 10_000, 500, 250);
        BatchRunner.Result result = run(control, 11_000, 500, 500);

        assertEquals(OptionalLong.empty(), rate.latest());
        assertFalse(
                result.accumulators().stream().anyMatch(value -> value.name().startsWith(RateControl.PREFIX)));
    }

    @Test
    void refusesParametersThatMakeNoSense() {
        assertEquals(
                "Unknown rate estimator: magic",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> control(conf().set("spark.streaming.backpressure.rateEstimator", "magic")))
                        .getMessage());
        for (String key : List.of("proportional", "integral", "derived")) {
            refuses("spark.streaming.backpressure.pid." + key, "-0.1");
        }
        refuses("spark.streaming.backpressure.pid.minRate", "0");
    }

    private void refuses(String key, String value) {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> control(conf().set(key, value)));
        String text = String.valueOf(refusal.getMessage());
        assertTrue(text.startsWith("requirement failed: " + key), text);
    }

    /** Runs a batch with so many records of both inputs, and commits it. */
    private BatchRunner.Result run(RateControl control, long batchMillis, long records, long processing)
            throws Exception {
        clock.advance(Math.max(0, batchMillis - clock.wallMillis()));
        processingMillis = processing;
        BatchRunner.Result result = control.learningFrom(this::execute)
                .run(
                        new BatchTime(batchMillis),
                        List.of(
                                new InputRange(SOCKET, Bytes.empty(), records, ""),
                                new InputRange(FILES, Bytes.empty(), records, "")));
        result.accumulators().forEach(value -> committed.put(value.name(), value));
        return result;
    }

    private BatchRunner.Result execute(BatchTime time, List<InputRange> inputs) {
        clock.advance(processingMillis);
        return new BatchRunner.Result(List.of(), List.of(new NamedValue("accumulator/a", Bytes.utf8("1"))));
    }

    private RateControl control(SparkConf conf) {
        return new RateControl(BackPressure.of(conf, 1_000), committed, clock);
    }

    private static SparkConf conf() {
        return new SparkConf(false).set("spark.streaming.backpressure.enabled", "true");
    }
}
