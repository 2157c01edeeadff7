package io.durastream.runtime.operator;

import io.durastream.runtime.graph.UserCode;
import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.Aggregator;
import org.apache.spark.Partitioner;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.rdd.ShuffledRDD;
import scala.Product2;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction2;

/**
 * Combines the values of each key: what {@code reduceByKey} and {@code combineByKey} with map-side combining do, with the
 * one shuffle that Spark's have.
 *
 * <p>Spark's own combining estimates the size of its whole table again and again, since it must not outgrow the memory
 * however large the data is. The batch of a stream is small: here a table of bounded size is enough before the shuffle,
 * which passes on what it has when it is full, and after it in nearly all cases; a table that outgrows its bound there is
 * handed over to Spark's, which goes to disk.
 *
 * @param create makes a combined value of a key's first value
 * @param merge adds a value to a combined value
 * @param mergeCombined joins two combined values
 */
public record Combining<K, V, C>(Function<V, C> create, Function2<C, V, C> merge, Function2<C, C, C> mergeCombined)
        implements Serializable {

    /** The values of each key reduced by {@code reduce}. */
    public static <K, V> Combining<K, V, V> reducing(Function2<V, V, V> reduce) {
        return new Combining<>(value -> value, reduce, reduce);
    }

    /** One pair for each key of {@code pairs}. Shuffles, unless they are partitioned in that way already. */
    public JavaRDD<Tuple2<K, C>> byKey(JavaRDD<Tuple2<K, V>> pairs, Partitioner partitioner) {
        if (isPartitioned(pairs, partitioner)) {
            return PartitionsRDD.inPlace(pairs, this::all);
        }
        return PartitionsRDD.inPlace(shuffled(PartitionsRDD.ofPairs(pairs, this::some), partitioner), this::rest);
    }

    private static boolean isPartitioned(JavaRDD<?> pairs, Partitioner partitioner) {
        return pairs.partitioner().isPresent() && pairs.partitioner().get().equals(partitioner);
    }

    /** Before the shuffle: combined as far as the table's bound allows. A key may come more than once. */
    private Iterator<Tuple2<K, C>> some(Iterator<Tuple2<K, V>> pairs) {
        return new BoundedTable.Emptying<>(pairs, create, merge);
    }

    /** After the shuffle: each key once. */
    private Iterator<Tuple2<K, C>> rest(Iterator<Tuple2<K, C>> pairs) throws Exception {
        return Combining.<K, C>reducing(mergeCombined).all(pairs);
    }

    private Iterator<Tuple2<K, C>> all(Iterator<Tuple2<K, V>> pairs) throws Exception {
        BoundedTable<K, V, C> table = new BoundedTable<>(create, merge);
        table.fill(pairs);
        return pairs.hasNext() ? onDisk(table.iterator(), some(pairs)) : table.iterator();
    }

    private Iterator<Tuple2<K, C>> onDisk(Iterator<Tuple2<K, C>> combined, Iterator<Tuple2<K, C>> others) {
        AbstractFunction2<C, C, C> join = new AbstractFunction2<>() {
            @Override
            public C apply(C before, C next) {
                try {
                    return mergeCombined.call(before, next);
                } catch (Exception e) {
                    throw UserCode.rethrow(e);
                }
            }
        };
        Aggregator<K, C, C> spark = new Aggregator<>(first -> first, join, join);
        scala.collection.Iterator<Product2<K, C>> everything =
                CollectionConverters.<Product2<K, C>>asScala(new Both<>(combined, others));
        return CollectionConverters.asJava(spark.combineCombinersByKey(everything, TaskContext.get()));
    }

    private static <K, C> JavaRDD<Tuple2<K, C>> shuffled(JavaRDD<Tuple2<K, C>> pairs, Partitioner partitioner) {
        return new ShuffledRDD<K, C, C>(
                        pairs.rdd(),
                        partitioner,
                        PartitionsRDD.anyTag(),
                        PartitionsRDD.anyTag(),
                        PartitionsRDD.anyTag())
                .toJavaRDD();
    }

    /** The elements of one iterator, then those of another. */
    private record Both<T>(Iterator<? extends T> first, Iterator<? extends T> second) implements Iterator<T> {

        @Override
        public boolean hasNext() {
            return first.hasNext() || second.hasNext();
        }

        @Override
        public T next() {
            return first.hasNext() ? first.next() : second.next();
        }
    }
}
