package io.durastream.runtime.rate;

import io.durastream.checkpoint.InputRange;
import io.durastream.checkpoint.NamedValue;
import io.durastream.checkpoint.OperatorId;
import io.durastream.runtime.driver.BatchRunner;
import io.durastream.runtime.rate.PidEstimator.Measurement;
import io.durastream.storage.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rates of an application's inputs. Inputs that can be held to a rate ask for theirs when they are opened; from
 * then on each executed batch teaches it, and what it taught is durable with the batch's commit: a value named {@value
 * #PREFIX} and the operator id.
 *
 * <p>Inputs are opened before the first batch runs; all else belongs to the batch thread.
 */
public final class RateControl {

    /** Begins the names of values that are rates. */
    public static final String PREFIX = "rate/";

    private static final Logger LOG = LoggerFactory.getLogger(RateControl.class);

    private final BackPressure backPressure;
    private final Map<String, NamedValue> committed;
    private final Clock clock;
    private final long startMillis;
    private final Map<OperatorId, InputRate> rates = new HashMap<>();

    /** @param committed the named values as the last committed batch left them */
    public RateControl(BackPressure backPressure, Map<String, NamedValue> committed, Clock clock) {
        this.backPressure = backPressure;
        this.committed = Map.copyOf(committed);
        this.clock = clock;
        this.startMillis = clock.wallMillis();
    }

    /** Without back-pressure: no input has a rate. */
    public static RateControl off(Clock clock) {
        return new RateControl(
                new BackPressure(false, OptionalLong.empty(), new PidEstimator(1, 0, 0, 0, 1)), Map.of(), clock);
    }

    /** The rate of an input, which goes on where an earlier driver left it; without back-pressure it has none. */
    public InputRate of(OperatorId input) {
        return backPressure.enabled()
                ? rates.computeIfAbsent(input, this::recovered)
                : new InputRate(OptionalLong.empty(), null);
    }

    /** Executes batches as {@code runner} does, and learns from how long they take. */
    public BatchRunner learningFrom(BatchRunner runner) {
        return (time, inputs) -> {
            long waited = waitedMillis(time.millis());
            long begin = clock.nanoTime();
            BatchRunner.Result result = runner.run(time, inputs);
            long processed = TimeUnit.NANOSECONDS.toMillis(clock.nanoTime() - begin);
            List<NamedValue> values = new ArrayList<>(result.accumulators());
            values.addAll(learn(inputs, processed, waited));
            return new BatchRunner.Result(result.state(), values);
        };
    }

    /** How long a batch waited for those before it. One that was missed in a downtime waited for the driver instead. */
    private long waitedMillis(long batchMillis) {
        return batchMillis < startMillis ? 0 : Math.max(0, clock.wallMillis() - batchMillis);
    }

    private List<NamedValue> learn(List<InputRange> inputs, long processedMillis, long waitedMillis) {
        List<NamedValue> learnt = new ArrayList<>();
        for (InputRange range : inputs) {
            InputRate rate = rates.get(range.input());
            if (rate != null) {
                Measurement batch = new Measurement(clock.wallMillis(), range.records(), processedMillis, waitedMillis);
                backPressure.estimator().after(rate.learnt(), batch).ifPresent(estimate -> {
                    LOG.debug("Input {}: {} make {}", range.input(), batch, estimate);
                    rate.learn(estimate);
                    learnt.add(new NamedValue(nameOf(range.input()), estimate.encode()));
                });
            }
        }
        return learnt;
    }

    private InputRate recovered(OperatorId input) {
        NamedValue value = committed.get(nameOf(input));
        Estimate estimate = value == null ? null : Estimate.decode(value.value(), startMillis);
        InputRate rate = new InputRate(backPressure.initialRate(), estimate);
        if (estimate != null) {
            LOG.info("Input {} goes on with the rate that an earlier driver had learnt: {}", input, rate.latest());
        }
        return rate;
    }

    private static String nameOf(OperatorId input) {
        return PREFIX + input.value();
    }
}
