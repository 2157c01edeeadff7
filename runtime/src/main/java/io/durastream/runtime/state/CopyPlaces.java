package io.durastream.runtime.state;

import io.durastream.statestore.StateId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which executor has the copy of which partition: the same one for as long as it lives, and none has two more than another.
 * Owned by one thread.
 */
final class CopyPlaces {

    private static final Comparator<Map.Entry<String, List<StateId>>> BY_LOAD =
            Comparator.<Map.Entry<String, List<StateId>>>comparingInt(
                            place -> place.getValue().size())
                    .thenComparing(Map.Entry::getKey);

    private Map<StateId, String> places = Map.of();

    /**
     * Spreads partitions, moving as few as it takes.
     *
     * @param executors locations of those alive, at least one
     * @return the place of each partition
     */
    Map<StateId, String> spread(Collection<StateId> partitions, Collection<String> executors) {
        Map<String, List<StateId>> byPlace = new HashMap<>();
        executors.forEach(executor -> byPlace.put(executor, new ArrayList<>()));
        List<StateId> homeless = new ArrayList<>();
        for (StateId partition : partitions) {
            byPlace.getOrDefault(places.getOrDefault(partition, ""), homeless).add(partition);
        }
        homeless.forEach(partition -> least(byPlace).add(partition));
        while (most(byPlace).size() > least(byPlace).size() + 1) {
            List<StateId> most = most(byPlace);
            least(byPlace).add(most.remove(most.size() - 1));
        }
        Map<StateId, String> spread = new HashMap<>();
        byPlace.forEach((place, here) -> here.forEach(partition -> spread.put(partition, place)));
        places = spread;
        return spread;
    }

    private static List<StateId> least(Map<String, List<StateId>> byPlace) {
        return byPlace.entrySet().stream().min(BY_LOAD).orElseThrow().getValue();
    }

    private static List<StateId> most(Map<String, List<StateId>> byPlace) {
        return byPlace.entrySet().stream().max(BY_LOAD).orElseThrow().getValue();
    }
}
