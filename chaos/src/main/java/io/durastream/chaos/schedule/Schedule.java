package io.durastream.chaos.schedule;

import io.durastream.chaos.fault.Fault;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The faults of a run, in the order in which they begin. All are healed before the end, in time for the application to come
 * to rest.
 *
 * @param strikes in the order of their times
 */
public record Schedule(List<Strike> strikes) {

    private static final long QUIET_AT_START_MILLIS = 4_000;
    private static final long QUIET_AT_END_MILLIS = 5_000;

    /** From one fault to the next, as a rule: an application is back by then. */
    private static final long SHORTEST_GAP_MILLIS = 6_000;

    private static final long LONGEST_GAP_MILLIS = 16_000;

    /** One of so many begins while the one before is there, or while the application recovers from it. */
    private static final int ONE_OF_COMPOSED = 4;

    private static final long LONGEST_COMPOSED_GAP_MILLIS = 4_000;

    public Schedule {
        strikes = List.copyOf(strikes);
    }

    /**
     * The schedule that follows from these, and always the same one.
     *
     * @param millis how long faults and their healing may take
     * @param faults those to choose from: each once, in any order, as far as there is time, and then again
     */
    public static Schedule draw(long seed, long millis, List<Fault> faults) {
        if (faults.isEmpty()) {
            return new Schedule(List.of());
        }
        SplittableRandom random = new SplittableRandom(seed);
        Deque<Fault> next = new ArrayDeque<>();
        List<Strike> strikes = new ArrayList<>();
        long at = QUIET_AT_START_MILLIS;
        boolean composed = false;
        while (true) {
            if (next.isEmpty()) {
                next.addAll(shuffled(faults, random));
            }
            Fault fault = next.remove();
            long lasts =
                    between(fault.lasting().shortestMillis(), fault.lasting().longestMillis(), random);
            Strike strike = new Strike(at, composed, fault.name(), lasts, random.nextLong());
            if (strike.untilMillis() > millis - QUIET_AT_END_MILLIS) {
                return new Schedule(strikes);
            }
            strikes.add(strike);
            composed = random.nextInt(ONE_OF_COMPOSED) == 0;
            at += composed
                    ? random.nextLong(LONGEST_COMPOSED_GAP_MILLIS)
                    : lasts + between(SHORTEST_GAP_MILLIS, LONGEST_GAP_MILLIS, random);
        }
    }

    private static List<Fault> shuffled(List<Fault> faults, SplittableRandom random) {
        List<Fault> order = new ArrayList<>(faults);
        order.sort(Comparator.comparing(Fault::name));
        for (int n = order.size() - 1; n > 0; n--) {
            Collections.swap(order, n, random.nextInt(n + 1));
        }
        return order;
    }

    private static long between(long shortest, long longest, SplittableRandom random) {
        return shortest == longest ? shortest : random.nextLong(shortest, longest + 1);
    }

    /** When all are healed. */
    public long untilMillis() {
        return strikes.stream().mapToLong(Strike::untilMillis).max().orElse(0);
    }
}
