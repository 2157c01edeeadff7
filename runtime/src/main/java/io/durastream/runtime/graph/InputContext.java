package io.durastream.runtime.graph;

import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.InputRange;
import io.durastream.runtime.rate.RateControl;
import io.durastream.storage.Clock;
import java.util.NavigableMap;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * What an input finds when it is opened.
 *
 * @param spark the engine
 * @param clock wall time for labels, monotonic time for measuring
 * @param batchMillis the batch interval
 * @param planned the ranges of this input that the batch log retains, by batch time; the last one planned is always there
 * @param rates how many records a second each input may bring
 */
public record InputContext(
        JavaSparkContext spark,
        Clock clock,
        long batchMillis,
        NavigableMap<BatchTime, InputRange> planned,
        RateControl rates) {}
