package io.durastream.cli.demo;

import io.durastream.chaos.feed.FeedProgress;
import io.durastream.chaos.oracle.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What came out of a demo. */
record DemoReport(
        DemoOptions options,
        FeedProgress feed,
        Verdict verdict,
        Recoveries recoveries,
        int batches,
        List<String> violations) {

    private static final int DIFFERENCES_SHOWN = 10;

    /** Whether every count is the truth and the receiver kept to the protocol. */
    boolean correct() {
        return verdict.correct() && violations.isEmpty();
    }

    /** For people: the outcome in one line, and below it what they may want to know next. */
    String text() {
        var lines = new ArrayList<String>();
        lines.add(summary());
        lines.add(Texts.format(
                "  %,d words compared · %,d batches with output · %,d records sent again · %,d connections",
                verdict.words(), batches, feed.resent(), feed.connections()));
        if (recoveries.interrupted() > 0) {
            lines.add("  kills during a recovery: " + recoveries.interrupted()
                    + " (such a recovery is timed from the last of its kills)");
        }
        if (verdict.invented() > 0) {
            lines.add(Texts.format("  counted, but not in the text: %,d words", verdict.invented()));
        }
        violations.forEach(violation -> lines.add("  " + violation));
        if (!verdict.correct()) {
            lines.add(Texts.format(
                    "  wrong counts: %,d, the first of them",
                    verdict.differences().size()));
            verdict.describe(DIFFERENCES_SHOWN).lines().forEach(line -> lines.add("    " + line));
        }
        lines.add("  the same again: " + options.command());
        return String.join(System.lineSeparator(), lines);
    }

    private String summary() {
        return Texts.format(
                "records %,d · lost %s · counted twice %s · %d kills · recovered in p50 %s max %s · first batch %s",
                options.records(),
                words(verdict.lost()),
                words(verdict.countedTwice()),
                recoveries.kills(),
                seconds(recoveries.median()),
                seconds(recoveries.longest()),
                seconds(recoveries.firstBatch()));
    }

    /** Words are what is compared; none lost means no record lost either. */
    private static String words(long count) {
        return count == 0 ? "0" : Texts.format("%,d words", count);
    }

    private static String seconds(Optional<Duration> duration) {
        return duration.map(Texts::seconds).orElse("-");
    }
}
