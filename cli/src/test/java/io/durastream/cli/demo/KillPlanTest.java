package io.durastream.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KillPlanTest {

    private static List<Long> kills(long seed, int kills) {
        var plan = new KillPlan(seed, kills, 10_000);
        var records = new ArrayList<Long>();
        for (long record = 0; record <= 10_000; record++) {
            if (plan.due(record)) {
                records.add(record);
            }
        }
        return records;
    }

    @Test
    void killsAsOftenAsAsked() {
        assertEquals(5, kills(1, 5).size());
        assertEquals(0, kills(1, 0).size());
    }

    @Test
    void spreadsKillsOverTheText() {
        List<Long> kills = kills(1, 9);
        for (int kill = 0; kill < 9; kill++) {
            assertEquals(kill, (kills.get(kill) - 500) / 1000);
        }
    }

    @Test
    void theSeedDecides() {
        assertEquals(kills(1, 5), kills(1, 5));
        assertNotEquals(kills(1, 5), kills(2, 5));
    }

    @Test
    void killsThatWereMissedComeOneAtATime() {
        var plan = new KillPlan(1, 2, 10_000);
        assertTrue(plan.due(10_000));
        assertTrue(plan.due(10_000));
        assertFalse(plan.due(10_000));
    }
}
