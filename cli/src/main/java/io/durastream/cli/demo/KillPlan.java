package io.durastream.cli.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;

/**
 * When the driver is killed: at records drawn at random, one in each of as many equal stretches of the text, so that
 * they are spread over the run. A stretch may be shorter than a recovery: then a kill hits a recovery, and that is meant.
 */
final class KillPlan {

    /** Where in the text kills happen: not before the application is up, not when all is over. */
    private static final double FROM = 0.05;

    private static final double TO = 0.95;

    private final Deque<Long> records = new ArrayDeque<>();

    KillPlan(long seed, int kills, long textLength) {
        var random = new SplittableRandom(seed);
        double stretch = (TO - FROM) / Math.max(1, kills);
        for (int kill = 0; kill < kills; kill++) {
            double part = FROM + stretch * (kill + random.nextDouble());
            records.add((long) (part * textLength));
        }
    }

    /** Whether a kill is due, now that so many records have come into being. Says so once for each kill. */
    boolean due(long arisen) {
        boolean due = !records.isEmpty() && arisen >= records.element();
        if (due) {
            records.remove();
        }
        return due;
    }
}
