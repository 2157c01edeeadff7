package io.durastream.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Median, 99th percentile and maximum of some milliseconds. */
record Percentiles(double p50, double p99, double max, int count) {

    static Percentiles of(List<Long> millis) {
        long[] sorted = millis.stream().mapToLong(Long::longValue).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("Nothing was measured");
        }
        return new Percentiles(
                sorted[sorted.length / 2],
                sorted[Math.min(sorted.length - 1, (int) Math.ceil(sorted.length * 0.99) - 1)],
                Arrays.stream(sorted).max().orElseThrow(),
                sorted.length);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "p50 %.0f ms, p99 %.0f ms, max %.0f ms (n=%d)", p50, p99, max, count);
    }
}
