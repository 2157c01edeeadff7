package io.durastream.chaos.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.chaos.feed.FeedText;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class WordCountsTest {

    private static final FeedText TEXT = new FeedText(5, 2500);

    private final WordCounts truth = WordCounts.of(TEXT);
    private final Map<String, Long> found = new HashMap<>(truth.counts());

    @Test
    void agreesWithCountingInAnotherWay() {
        Map<String, Long> counts = LongStream.range(0, TEXT.records())
                .mapToObj(TEXT::line)
                .flatMap(line -> Arrays.stream(line.split(" ")))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertEquals(counts, truth.counts());
    }

    @Test
    void findsTheTruthCorrect() {
        Verdict verdict = truth.judge(found);
        assertTrue(verdict.correct());
        assertEquals(0, verdict.lost() + verdict.countedTwice() + verdict.invented());
        assertEquals(truth.total(), verdict.words());
    }

    @Test
    void findsALostWord() {
        found.merge("#1", -3L, Long::sum);
        Verdict verdict = truth.judge(found);
        assertFalse(verdict.correct());
        assertEquals(3, verdict.lost());
        assertEquals(0, verdict.countedTwice());
        assertEquals("#1: expected 1000, found 997", verdict.describe(10));
    }

    @Test
    void findsAWordThatIsMissingAltogether() {
        found.remove("#1");
        assertEquals(1000, truth.judge(found).lost());
    }

    @Test
    void findsAWordCountedTwice() {
        found.merge("#2", 1L, Long::sum);
        Verdict verdict = truth.judge(found);
        assertEquals(1, verdict.countedTwice());
        assertEquals(0, verdict.lost());
        assertFalse(verdict.correct());
    }

    @Test
    void aLossIsNotMadeUpForByARepetition() {
        found.merge("#0", -5L, Long::sum);
        found.merge("#1", 5L, Long::sum);
        Verdict verdict = truth.judge(found);
        assertFalse(verdict.correct());
        assertEquals(5, verdict.lost());
        assertEquals(5, verdict.countedTwice());
    }

    @Test
    void findsAWordThatTheTextDoesNotHave() {
        found.put("x", 2L);
        Verdict verdict = truth.judge(found);
        assertFalse(verdict.correct());
        assertEquals(2, verdict.invented());
        assertEquals(0, verdict.countedTwice());
    }

    @Test
    void findsEverythingLostWhenNothingWasFound() {
        assertEquals(truth.total(), truth.judge(Map.of()).lost());
    }
}
