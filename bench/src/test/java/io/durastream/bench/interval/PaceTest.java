package io.durastream.bench.interval;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class PaceTest {

    @Test
    void holdsWhenNoBatchIsAnIntervalLate() {
        assertTrue(new Pace(with(Collections.nCopies(100, 5L), 50)).holds(50));
    }

    @Test
    void doesNotHoldWhenOneBatchIsMoreThanAnIntervalLate() {
        assertFalse(new Pace(with(Collections.nCopies(100, 5L), 51)).holds(50));
    }

    @Test
    void doesNotHoldWhenTheDelayGrows() {
        assertFalse(new Pace(LongStream.range(0, 48).boxed().toList()).holds(50));
    }

    @Test
    void doesNotHoldWhatHardlyRan() {
        assertFalse(new Pace(List.of(1L, 1L)).holds(50));
    }

    private static List<Long> with(List<Long> delays, long one) {
        return Stream.concat(delays.stream(), Stream.of(one)).toList();
    }
}
