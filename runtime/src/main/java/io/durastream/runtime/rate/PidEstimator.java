package io.durastream.runtime.rate;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Estimates the rate at which an input should bring records, as a PID controller does: from the rate before, it takes off
 * how far batches lag behind it now (proportional), what has piled up while batches waited (integral), and the trend of
 * the lag (derivative). Spark Streaming's formula. Immutable: what is known of the past comes and goes as an {@link
 * Estimate}.
 *
 * @param batchMillis the batch interval
 * @param proportional weight of the lag
 * @param integral weight of what has piled up
 * @param derivative weight of the trend
 * @param minRate no estimate is lower, in records a second
 */
public record PidEstimator(long batchMillis, double proportional, double integral, double derivative, double minRate) {

    private static final double MILLIS_PER_SECOND = 1_000;

    /**
     * The estimate after a batch.
     *
     * @param before the last estimate; null before the first batch, which only shows what is possible: its own estimate
     *     is not to be {@linkplain Estimate#applies applied}
     * @return empty when the batch teaches nothing: it had no records, took no time, or is not later than the one before
     */
    Optional<Estimate> after(@Nullable Estimate before, Measurement batch) {
        boolean teaches = batch.records() > 0 && batch.processingMillis() > 0;
        if (!teaches || (before != null && batch.endMillis() <= before.atMillis())) {
            return Optional.empty();
        }
        double processed = batch.records() / (double) batch.processingMillis() * MILLIS_PER_SECOND;
        if (before == null) {
            return Optional.of(new Estimate(batch.endMillis(), processed, 0, false));
        }
        double error = before.rate() - processed;
        double piledUp = batch.schedulingMillis() * processed / batchMillis;
        double trend = (error - before.error()) / ((batch.endMillis() - before.atMillis()) / MILLIS_PER_SECOND);
        double rate = before.rate() - proportional * error - integral * piledUp - derivative * trend;
        return Optional.of(new Estimate(batch.endMillis(), Math.max(rate, minRate), error, true));
    }

    /**
     * What one batch showed of one input.
     *
     * @param endMillis when its processing ended, in milliseconds since 1970
     * @param records how many it had of the input; less than 1 when that is not known
     * @param processingMillis how long it was processed
     * @param schedulingMillis how long it had waited before, because of the batches before it
     */
    record Measurement(long endMillis, long records, long processingMillis, long schedulingMillis) {}
}
