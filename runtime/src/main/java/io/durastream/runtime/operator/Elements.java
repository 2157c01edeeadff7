package io.durastream.runtime.operator;

import io.durastream.runtime.graph.UserCode;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.api.java.function.PairFunction;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** Operators that look at one element at a time. */
public final class Elements {

    private Elements() {}

    /** Each element replaced by what {@code f} gives for it. */
    public static <T, U> JavaRDD<U> map(JavaRDD<T> rdd, Function<T, U> f) {
        return PartitionsRDD.of(rdd, elements -> new Mapped<>(elements, f));
    }

    /** Each element replaced by the pair that {@code f} gives for it. */
    public static <T, K, V> JavaRDD<Tuple2<K, V>> mapToPair(JavaRDD<T> rdd, PairFunction<T, K, V> f) {
        return PartitionsRDD.ofPairs(rdd, elements -> new Mapped<>(elements, f::call));
    }

    /** Each value replaced by what {@code f} gives for it. */
    public static <K, V, W> JavaRDD<Tuple2<K, W>> mapValues(JavaRDD<Tuple2<K, V>> rdd, Function<V, W> f) {
        return PartitionsRDD.inPlace(
                rdd, pairs -> new Mapped<>(pairs, pair -> new Tuple2<>(pair._1(), f.call(pair._2()))));
    }

    /** Each element replaced by those that {@code f} gives for it. */
    public static <T, U> JavaRDD<U> flatMap(JavaRDD<T> rdd, FlatMapFunction<T, U> f) {
        return PartitionsRDD.of(rdd, elements -> new FlatMapped<>(elements, f));
    }

    /** Each element replaced by the pairs that {@code f} gives for it. */
    public static <T, K, V> JavaRDD<Tuple2<K, V>> flatMapToPair(JavaRDD<T> rdd, PairFlatMapFunction<T, K, V> f) {
        return PartitionsRDD.ofPairs(rdd, elements -> new FlatMapped<>(elements, f::call));
    }

    /** The elements for which {@code f} is true. */
    public static <T> JavaRDD<T> filter(JavaRDD<T> rdd, Function<T, Boolean> f) {
        return PartitionsRDD.some(rdd, elements -> new Filtered<>(elements, f));
    }

    private record Mapped<T, U>(Iterator<T> elements, Function<T, U> f) implements Iterator<U> {

        @Override
        public boolean hasNext() {
            return elements.hasNext();
        }

        @Override
        public U next() {
            try {
                return f.call(elements.next());
            } catch (Exception e) {
                throw UserCode.rethrow(e);
            }
        }
    }

    private static final class FlatMapped<T, U> implements Iterator<U> {

        private final Iterator<T> elements;
        private final FlatMapFunction<T, U> f;
        private Iterator<U> current = Collections.emptyIterator();

        FlatMapped(Iterator<T> elements, FlatMapFunction<T, U> f) {
            this.elements = elements;
            this.f = f;
        }

        @Override
        public boolean hasNext() {
            try {
                while (!current.hasNext() && elements.hasNext()) {
                    current = f.call(elements.next());
                }
                return current.hasNext();
            } catch (Exception e) {
                throw UserCode.rethrow(e);
            }
        }

        @Override
        public U next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return current.next();
        }
    }

    private static final class Filtered<T> implements Iterator<T> {

        private final Iterator<T> elements;
        private final Function<T, Boolean> f;
        /** The next element, which may be null; of meaning while {@code found}. */
        private @Nullable T next;

        private boolean found;

        Filtered(Iterator<T> elements, Function<T, Boolean> f) {
            this.elements = elements;
            this.f = f;
        }

        @Override
        public boolean hasNext() {
            try {
                while (!found && elements.hasNext()) {
                    next = elements.next();
                    found = f.call(next);
                }
                return found;
            } catch (Exception e) {
                throw UserCode.rethrow(e);
            }
        }

        @Override
        @SuppressWarnings("NullAway") // null only where an element is
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            found = false;
            return next;
        }
    }
}
