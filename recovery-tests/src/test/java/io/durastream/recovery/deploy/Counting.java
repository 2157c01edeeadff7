package io.durastream.recovery.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.chaos.feed.FeedText;
import io.durastream.chaos.feed.LineFeeder;
import io.durastream.chaos.oracle.Verdict;
import io.durastream.chaos.oracle.WordCounts;
import io.durastream.recovery.cluster.CountsOutput;
import io.durastream.storage.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.core.ConditionFactory;

/**
 * What a word count does, seen from its source and its output.
 *
 * @param feeder the source
 * @param output the counts that it has put out
 */
record Counting(LineFeeder feeder, CountsOutput output) {

    private static final long SEED = 20_261_121L;
    private static final double RECORDS_PER_SECOND = 500;

    /** Starts a source that goes on until {@link #judge}. */
    static LineFeeder startFeeder() throws IOException {
        return LineFeeder.start(new FeedText(SEED, Integer.MAX_VALUE), RECORDS_PER_SECOND, 0, Clock.system());
    }

    static Counting of(LineFeeder feeder, Path output) throws IOException {
        return new Counting(feeder, new CountsOutput(Files.createDirectories(output)));
    }

    /** Waits for so many batches of a time that is still to come. */
    void awaitBatches(int batches, ConditionFactory patience) {
        long end = Math.max(Clock.system().wallMillis(), output.latestBatch()) + batches * Submission.BATCH_MILLIS;
        patience.until(() -> output.latestBatch() >= end);
    }

    /** Ends the text, waits until all of it is counted, and compares with the truth. */
    void judge(ConditionFactory patience) {
        long records = feeder.finish();
        patience.until(() -> feeder.progress().complete());
        awaitBatches(2, patience);
        Verdict verdict = WordCounts.of(new FeedText(SEED, records)).judge(output.latest());
        assertTrue(verdict.correct(), () -> verdict.describe(20));
        assertEquals(List.of(), feeder.violations());
    }
}
