package io.durastream.statestore;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * The unmodifiable and synchronized views of {@link Collections}: a copy of what they show, wrapped again.
 *
 * @param <T> what is shown
 */
final class Wrappers<T> extends Serializer<T> {

    private final Class<?> type;
    private final UnaryOperator<T> copy;
    private final UnaryOperator<T> wrap;

    private Wrappers(T example, UnaryOperator<T> copy, UnaryOperator<T> wrap) {
        this.type = wrap.apply(example).getClass();
        this.copy = copy;
        this.wrap = wrap;
    }

    Class<?> type() {
        return type;
    }

    /** In an order that is a part of the format: append only. */
    @SuppressWarnings("JdkObsolete") // users have linked lists
    static List<Wrappers<?>> all() {
        List<Object> array = new ArrayList<>();
        List<Object> linked = new LinkedList<>();
        Collection<Object> any = array;
        Set<Object> set = new LinkedHashSet<>();
        SortedSet<Object> sortedSet = new TreeSet<>();
        NavigableSet<Object> navigableSet = new TreeSet<>();
        Map<Object, Object> map = new LinkedHashMap<>();
        SortedMap<Object, Object> sortedMap = new TreeMap<>();
        NavigableMap<Object, Object> navigableMap = new TreeMap<>();
        return List.of(
                new Wrappers<>(array, ArrayList::new, Collections::unmodifiableList),
                new Wrappers<>(linked, LinkedList::new, Collections::unmodifiableList),
                new Wrappers<>(any, ArrayList::new, Collections::unmodifiableCollection),
                new Wrappers<>(set, LinkedHashSet::new, Collections::unmodifiableSet),
                new Wrappers<>(sortedSet, TreeSet::new, Collections::unmodifiableSortedSet),
                new Wrappers<>(navigableSet, TreeSet::new, Collections::unmodifiableNavigableSet),
                new Wrappers<>(map, LinkedHashMap::new, Collections::unmodifiableMap),
                new Wrappers<>(sortedMap, TreeMap::new, Collections::unmodifiableSortedMap),
                new Wrappers<>(navigableMap, TreeMap::new, Collections::unmodifiableNavigableMap),
                new Wrappers<>(array, ArrayList::new, Collections::synchronizedList),
                new Wrappers<>(linked, LinkedList::new, Collections::synchronizedList),
                new Wrappers<>(any, ArrayList::new, Collections::synchronizedCollection),
                new Wrappers<>(set, LinkedHashSet::new, Collections::synchronizedSet),
                new Wrappers<>(sortedSet, TreeSet::new, Collections::synchronizedSortedSet),
                new Wrappers<>(map, LinkedHashMap::new, Collections::synchronizedMap),
                new Wrappers<>(sortedMap, TreeMap::new, Collections::synchronizedSortedMap));
    }

    @Override
    public void write(Kryo kryo, Output output, T view) {
        kryo.writeClassAndObject(output, copy.apply(view));
    }

    @Override
    @SuppressWarnings("unchecked") // it was one of the same kind
    public T read(Kryo kryo, Input input, Class<? extends T> unused) {
        return wrap.apply((T) kryo.readClassAndObject(input));
    }
}
