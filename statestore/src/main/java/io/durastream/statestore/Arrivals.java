package io.durastream.statestore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What arrived for keys, key by key in their order. Owned by one thread. */
final class Arrivals<A> {

    /** Of one key. */
    record Group<A>(Bytes key, List<A> values) {}

    private final List<Group<A>> groups;
    private int next;

    private Arrivals(List<Group<A>> groups) {
        this.groups = groups;
    }

    static <K, A> Arrivals<A> of(Map<K, List<A>> arrived, StateSerializer<K> keys) {
        List<Group<A>> groups = new ArrayList<>(arrived.size());
        arrived.forEach((key, values) -> groups.add(new Group<>(new Bytes(keys.serialize(key)), values)));
        return new Arrivals<>(KeyOrder.sorted(groups, Group::key));
    }

    /** The key of the next group; null behind the last one. */
    @Nullable
    Bytes key() {
        return next < groups.size() ? groups.get(next).key() : null;
    }

    /** What arrived for the key, with all that came under objects which are the same key as bytes. */
    List<A> take() {
        Group<A> group = groups.get(next++);
        if (!group.key().equals(key())) {
            return group.values();
        }
        List<A> all = new ArrayList<>(group.values());
        while (group.key().equals(key())) {
            all.addAll(groups.get(next++).values());
        }
        return all;
    }
}
