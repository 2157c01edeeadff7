package io.durastream.bench.report;

import java.util.List;
import java.util.Locale;

/** Median, 95th and 99th percentile, and maximum of some milliseconds. */
public record Percentiles(long p50, long p95, long p99, long max, int count) {

    public static Percentiles of(List<Long> millis) {
        if (millis.isEmpty()) {
            throw new IllegalArgumentException("Nothing was measured");
        }
        long[] sorted = millis.stream().mapToLong(Long::longValue).sorted().toArray();
        return new Percentiles(
                rank(sorted, 0.5), rank(sorted, 0.95), rank(sorted, 0.99), sorted[sorted.length - 1], sorted.length);
    }

    /** The smallest value that at least {@code share} of all do not exceed. */
    private static long rank(long[] sorted, double share) {
        return sorted[Math.max(0, (int) Math.ceil(sorted.length * share) - 1)];
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "p50 %d ms, p95 %d ms, p99 %d ms, max %d ms (n=%d)", p50, p95, p99, max, count);
    }
}
