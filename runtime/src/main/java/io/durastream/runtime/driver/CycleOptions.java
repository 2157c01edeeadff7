package io.durastream.runtime.driver;

/**
 * The settings of the batch cycle.
 *
 * @param maxBatchRetries how often a batch whose execution failed is executed again before the application stops
 * @param commitLingerMillis a commit waits for the next plan, to travel in one file with it, when that is due within
 *     this time; 0 = every commit is a file of its own
 * @param compactEveryEntries entries of the batch log between two compactions
 * @param cleanEveryMillis time between two searches for files that nothing needs any more
 * @param firstBackOffMillis wait before the first retry of an operation on storage or a source; doubles each time
 * @param longestBackOffMillis bound of that wait
 */
public record CycleOptions(
        int maxBatchRetries,
        long commitLingerMillis,
        int compactEveryEntries,
        long cleanEveryMillis,
        long firstBackOffMillis,
        long longestBackOffMillis) {

    public static final CycleOptions DEFAULTS = new CycleOptions(0, 1_000, 100, 10_000, 100, 10_000);
}
