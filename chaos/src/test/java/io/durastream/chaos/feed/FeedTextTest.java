package io.durastream.chaos.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.chaos.oracle.WordCounts;
import java.util.Comparator;
import org.junit.jupiter.api.Test;

final class FeedTextTest {

    @Test
    void aLineDependsOnSeedAndNumberOnly() {
        assertEquals(new FeedText(3, 10).line(9), new FeedText(3, 99).line(9));
        assertNotEquals(new FeedText(3, 10).line(9), new FeedText(4, 10).line(9));
        assertNotEquals(new FeedText(3, 10).line(9), new FeedText(3, 10).line(8));
    }

    @Test
    void everyLineEndsWithTheMarkOfItsBlock() {
        var text = new FeedText(3, 3000);
        assertTrue(text.line(999).endsWith(" #0"));
        assertTrue(text.line(1000).endsWith(" #1"));
        assertEquals(1000, WordCounts.of(text).counts().get("#2"));
    }

    @Test
    void wordsAreAsUnevenAsInALanguage() {
        var counts = WordCounts.of(new FeedText(3, 20_000)).counts().entrySet().stream()
                .filter(entry -> !entry.getKey().startsWith(FeedText.MARK))
                .map(entry -> entry.getValue())
                .sorted(Comparator.reverseOrder())
                .toList();
        assertTrue(counts.size() > 4000, () -> "only " + counts.size() + " words");
        assertEquals(10, counts.get(0) / (double) counts.get(9), 1);
        assertEquals(100, counts.get(0) / (double) counts.get(99), 15);
    }

    @Test
    void refusesNumbersThatItDoesNotHave() {
        assertThrows(IllegalArgumentException.class, () -> new FeedText(3, 10).line(10));
        assertThrows(IllegalArgumentException.class, () -> new FeedText(3, 10).line(-1));
        assertThrows(IllegalArgumentException.class, () -> new FeedText(3, -1));
    }
}
