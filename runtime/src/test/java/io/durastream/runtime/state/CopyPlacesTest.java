package io.durastream.runtime.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.statestore.StateId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CopyPlacesTest {

    private final CopyPlaces places = new CopyPlaces();

    @Test
    void spreadsEvenlyAndStays() {
        Map<StateId, String> first = places.spread(partitions(10), List.of("a", "b", "c"));
        assertEquals(List.of(3, 3, 4), loads(first, List.of("a", "b", "c")));
        assertEquals(first, places.spread(partitions(10), List.of("c", "a", "b")));
    }

    @Test
    void movesOnlyWhatWasOnAnExecutorThatDied() {
        Map<StateId, String> before = places.spread(partitions(9), List.of("a", "b", "c"));
        Map<StateId, String> after = places.spread(partitions(9), List.of("a", "c"));
        before.forEach((partition, place) -> {
            if (!place.equals("b")) {
                assertEquals(place, after.get(partition));
            }
        });
        assertEquals(List.of(4, 5), loads(after, List.of("a", "c")));
    }

    @Test
    void movesAsLittleAsItTakesToANewExecutor() {
        Map<StateId, String> before = places.spread(partitions(8), List.of("a", "b"));
        Map<StateId, String> after = places.spread(partitions(8), List.of("a", "b", "c"));
        assertEquals(List.of(2, 3, 3), loads(after, List.of("a", "b", "c")));
        assertEquals(2, moved(before, after));
    }

    @Test
    void forgetsPartitionsThatVanish() {
        places.spread(partitions(8), List.of("a", "b"));
        Map<StateId, String> few = places.spread(partitions(2), List.of("a", "b"));
        assertEquals(List.of(1, 1), loads(few, List.of("a", "b")));
    }

    @Test
    void isEvenAndStickyWhateverHappens() {
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            List<String> alive = new ArrayList<>();
            for (String executor : List.of("a", "b", "c", "d", "e")) {
                if (random.nextInt(4) > 0 || alive.isEmpty()) {
                    alive.add(executor);
                }
            }
            Map<StateId, String> now = places.spread(partitions(1 + random.nextInt(20)), alive);
            List<Integer> loads = loads(now, alive);
            assertEquals(now.size(), loads.stream().mapToInt(Integer::intValue).sum(), "all are alive");
            assertTrue(loads.get(loads.size() - 1) - loads.get(0) <= 1, now.toString());
        }
    }

    private static long moved(Map<StateId, String> before, Map<StateId, String> after) {
        return after.entrySet().stream()
                .filter(place -> !place.getValue().equals(before.get(place.getKey())))
                .count();
    }

    private static List<Integer> loads(Map<StateId, String> places, Collection<String> executors) {
        Map<String, Integer> loads = new HashMap<>();
        executors.forEach(executor -> loads.put(executor, 0));
        places.values().forEach(place -> loads.merge(place, 1, Integer::sum));
        return loads.values().stream().sorted().toList();
    }

    private static List<StateId> partitions(int count) {
        return IntStream.range(0, count)
                .mapToObj(partition -> new StateId("counts", partition))
                .toList();
    }
}
