package io.durastream.runtime.rate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.checkpoint.Bytes;
import io.durastream.runtime.rate.PidEstimator.Measurement;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** The numbers are worked out by hand. */
class PidEstimatorTest {

    private static final double EXACT = 1e-9;

    @Test
    void theFirstBatchOnlyMeasures() {
        Estimate first =
                defaults().after(null, new Measurement(1_000, 500, 250, 700)).orElseThrow();

        assertEquals(new Estimate(1_000, 2_000, 0, false), first);
    }

    @Test
    void followsTheProcessingRateWhenNothingWaits() {
        // 1000 records in 500 ms are 2000/s: error 3000 - 2000 = 1000, so 3000 - 1.0 · 1000.
        Estimate next = after(new Estimate(1_000, 3_000, 0, true), new Measurement(2_000, 1_000, 500, 0), defaults());

        assertEquals(new Estimate(2_000, 2_000, 1_000, true), next);
    }

    @Test
    void takesOffWhatHasPiledUp() {
        // Batches of 1 s; 400 ms of waiting at 1000/s are 400 records: 1000 - 0 - 0.2 · 400.
        Estimate next = after(new Estimate(1_000, 1_000, 0, true), new Measurement(2_000, 100, 100, 400), defaults());

        assertEquals(920, next.rate(), EXACT);
        assertEquals(0, next.error(), EXACT);
    }

    @Test
    void takesOffTheTrend() {
        // 1000/s processed: error 500, before 100, in 2 s: trend 200/s². 1500 - 0.5 · 500 - 0.1 · 0 - 0.3 · 200.
        PidEstimator pid = new PidEstimator(1_000, 0.5, 0.1, 0.3, 1);
        Estimate next = after(new Estimate(1_000, 1_500, 100, true), new Measurement(3_000, 200, 200, 0), pid);

        assertEquals(1_190, next.rate(), EXACT);
        assertEquals(500, next.error(), EXACT);
    }

    @Test
    void goesUpWhenBatchesAreFasterThanTheRate() {
        Estimate next = after(new Estimate(1_000, 100, 0, true), new Measurement(2_000, 100, 50, 0), defaults());

        assertEquals(2_000, next.rate(), EXACT);
        assertEquals(-1_900, next.error(), EXACT);
    }

    @Test
    void staysAtOrAboveTheMinimum() {
        Estimate next =
                after(new Estimate(1_000, 1_000, 0, true), new Measurement(2_000, 10, 1_000, 9_000), defaults());

        assertEquals(100, next.rate(), EXACT);
        assertEquals(990, next.error(), EXACT);
    }

    @Test
    void learnsNothingFromABatchWithoutRecordsOrTimeOrOneThatIsNotLater() {
        Estimate before = new Estimate(1_000, 1_000, 0, true);

        assertEquals(Optional.empty(), defaults().after(before, new Measurement(2_000, 0, 100, 0)));
        assertEquals(Optional.empty(), defaults().after(before, new Measurement(2_000, -1, 100, 0)));
        assertEquals(Optional.empty(), defaults().after(before, new Measurement(2_000, 100, 0, 0)));
        assertEquals(Optional.empty(), defaults().after(before, new Measurement(1_000, 100, 100, 0)));
        assertEquals(Optional.empty(), defaults().after(null, new Measurement(1_000, 0, 100, 0)));
    }

    @Test
    void anEstimateSurvivesItsEncoding() {
        Estimate learnt = new Estimate(1_000, 123.25, -7.5, true);
        Estimate read = Estimate.decode(learnt.encode(), 9_000);

        assertEquals(new Estimate(9_000, 123.25, -7.5, true), read);
        assertTrue(refusal(Bytes.of(new byte[] {1, 2})).contains("too short"));
        assertTrue(refusal(Bytes.of(new byte[18])).contains("version 1"));
    }

    private static String refusal(Bytes bytes) {
        return String.valueOf(Assertions.assertThrows(IllegalArgumentException.class, () -> Estimate.decode(bytes, 0))
                .getMessage());
    }

    private static PidEstimator defaults() {
        return new PidEstimator(1_000, 1.0, 0.2, 0.0, 100.0);
    }

    private static Estimate after(Estimate before, Measurement batch, PidEstimator pid) {
        return pid.after(before, batch).orElseThrow();
    }
}
