package io.durastream.runtime.application;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.durastream.storage.sim.SimulatedClock;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CatchUpTest {

    private final SimulatedClock clock = new SimulatedClock(1_000_000);
    private final CatchUp catchUp = new CatchUp(1_000, clock);

    @Test
    void saysNothingWhenNoBatchWasMissed() {
        assertEquals(Optional.empty(), catchUp.committed(999_000));
        clock.advance(60_000);
        assertEquals(Optional.empty(), catchUp.committed(1_000_000), "slow batches are no downtime");
    }

    @Test
    void tellsTheEndOfACatchUp() {
        assertEquals(Optional.of("Catching up: 100 batch times were missed"), catchUp.committed(900_000));
        clock.advance(5_000);
        assertEquals(Optional.empty(), catchUp.committed(920_000));
        clock.advance(5_000);
        // 40 s of batch times in 10 s: 30 s gained, 70 s to go, so 23.3 s more.
        assertEquals(
                Optional.of("Catching up: 70 batches behind, 2 done in 10.0 s; at this pace caught up in about 24 s,"
                        + " at 1970-01-01T00:17:13Z"),
                catchUp.committed(940_000));
        clock.advance(20_000);
        assertEquals(Optional.of("Caught up: 3 batches in 30.0 s"), catchUp.committed(1_029_500));
        assertEquals(Optional.empty(), catchUp.committed(1_030_000));
    }

    @Test
    void saysWhenThereIsNoEnd() {
        catchUp.committed(900_000);
        clock.advance(10_000);
        assertEquals(
                Optional.of(
                        "Catching up: 105 batches behind, 1 done in 10.0 s; batches take longer than their interval,"
                                + " so there is no end at this pace"),
                catchUp.committed(905_000));
    }
}
