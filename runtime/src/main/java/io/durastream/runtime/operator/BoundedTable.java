package io.durastream.runtime.operator;

import io.durastream.runtime.graph.UserCode;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.util.SizeEstimator;
import scala.Tuple2;

/**
 * The combined value of each key, up to a bound: so many keys, or so many bytes, by an estimate from samples that become
 * rarer as more is added. Owned by one thread.
 */
final class BoundedTable<K, V, C> {

    /** Beyond this, keys hardly repeat, and a larger table would cost more memory than it saves in the shuffle. */
    private static final int MOST_KEYS = 1 << 16;

    /** Far below what a task may use; many tasks run at once. */
    private static final long MOST_BYTES = 16L << 20;

    private final Function<V, C> create;
    private final Function2<C, V, C> merge;
    private final Map<K, Combined<C>> table = new HashMap<>();
    private long added;
    private long nextSample = 1;
    private long samples;
    private long sampledBytes;

    BoundedTable(Function<V, C> create, Function2<C, V, C> merge) {
        this.create = create;
        this.merge = merge;
    }

    /** Adds pairs until there are no more or the bound is reached. */
    void fill(Iterator<Tuple2<K, V>> pairs) throws Exception {
        while (!isFull() && pairs.hasNext()) {
            add(pairs.next());
        }
    }

    private boolean isFull() {
        return table.size() >= MOST_KEYS || (samples > 0 && sampledBytes / samples * table.size() >= MOST_BYTES);
    }

    private void add(Tuple2<K, V> pair) throws Exception {
        Combined<C> known = table.get(pair._1());
        if (known == null) {
            known = new Combined<>(create.call(pair._2()));
            table.put(pair._1(), known);
        } else {
            known.value = merge.call(known.value, pair._2());
        }
        added++;
        if (added == nextSample) {
            nextSample *= 2;
            samples++;
            sampledBytes += SizeEstimator.estimate(new Tuple2<>(pair._1(), known.value));
        }
    }

    /** The keys with their values; the table is not used any more afterwards. */
    Iterator<Tuple2<K, C>> iterator() {
        Iterator<Map.Entry<K, Combined<C>>> entries = table.entrySet().iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public Tuple2<K, C> next() {
                Map.Entry<K, Combined<C>> entry = entries.next();
                return new Tuple2<>(entry.getKey(), entry.getValue().value);
            }
        };
    }

    private static final class Combined<C> {

        private C value;

        Combined(C value) {
            this.value = value;
        }
    }

    /** Pairs combined with one table after another: each passes on what it has when it is full. */
    static final class Emptying<K, V, C> implements Iterator<Tuple2<K, C>> {

        private final Iterator<Tuple2<K, V>> pairs;
        private final Function<V, C> create;
        private final Function2<C, V, C> merge;
        private Iterator<Tuple2<K, C>> combined = Collections.emptyIterator();

        Emptying(Iterator<Tuple2<K, V>> pairs, Function<V, C> create, Function2<C, V, C> merge) {
            this.pairs = pairs;
            this.create = create;
            this.merge = merge;
        }

        @Override
        public boolean hasNext() {
            if (!combined.hasNext() && pairs.hasNext()) {
                combined = fill();
            }
            return combined.hasNext();
        }

        @Override
        public Tuple2<K, C> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return combined.next();
        }

        private Iterator<Tuple2<K, C>> fill() {
            BoundedTable<K, V, C> table = new BoundedTable<>(create, merge);
            try {
                table.fill(pairs);
            } catch (Exception e) {
                throw UserCode.rethrow(e);
            }
            return table.iterator();
        }
    }
}
