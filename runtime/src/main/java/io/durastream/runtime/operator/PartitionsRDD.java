package io.durastream.runtime.operator;

import io.durastream.runtime.graph.UserCode;
import org.apache.spark.Partition;
import org.apache.spark.Partitioner;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import scala.Option;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * An RDD whose partitions are functions of its parent's. The same as Spark's own {@code mapPartitions}, less its search
 * through the byte code of the function at every call: whether a stream's functions can be serialized is checked once, when
 * the application starts, and a search in every batch would cost more than a small batch's work on the driver.
 */
public final class PartitionsRDD<T, U> extends RDD<U> {

    private static final long serialVersionUID = 1;

    private final PartitionFunction<T, U> function;
    private final boolean preservesPartitioning;

    private PartitionsRDD(
            RDD<T> parent, ClassTag<U> elements, boolean preservesPartitioning, PartitionFunction<T, U> function) {
        super(parent, elements);
        this.function = function;
        this.preservesPartitioning = preservesPartitioning;
    }

    /** An RDD of what {@code function} makes of each partition. */
    public static <T, U> JavaRDD<U> of(JavaRDD<T> parent, PartitionFunction<T, U> function) {
        return new PartitionsRDD<>(parent.rdd(), PartitionsRDD.<U>anyTag(), false, function).toJavaRDD();
    }

    /** As {@link #of}, of pairs. */
    public static <T, K, V> JavaRDD<Tuple2<K, V>> ofPairs(
            JavaRDD<T> parent, PartitionFunction<T, Tuple2<K, V>> function) {
        return new PartitionsRDD<>(parent.rdd(), PartitionsRDD.<K, V>pairTag(), false, function).toJavaRDD();
    }

    /** As {@link #ofPairs}, where the function leaves each key in its partition: the partitioner is kept. */
    static <K, V, W> JavaRDD<Tuple2<K, W>> inPlace(
            JavaRDD<Tuple2<K, V>> parent, PartitionFunction<Tuple2<K, V>, Tuple2<K, W>> function) {
        return new PartitionsRDD<>(parent.rdd(), PartitionsRDD.<K, W>pairTag(), true, function).toJavaRDD();
    }

    /** Some of the elements; the partitioner is kept. */
    static <T> JavaRDD<T> some(JavaRDD<T> parent, PartitionFunction<T, T> function) {
        return new PartitionsRDD<>(parent.rdd(), parent.classTag(), true, function).toJavaRDD();
    }

    @Override
    public Partition[] getPartitions() {
        return parent().partitions();
    }

    @Override
    public Option<Partitioner> partitioner() {
        return preservesPartitioning ? parent().partitioner() : Option.empty();
    }

    @Override
    public Iterator<U> compute(Partition split, TaskContext context) {
        try {
            return CollectionConverters.asScala(
                    function.apply(CollectionConverters.asJava(parent().iterator(split, context))));
        } catch (Exception e) {
            throw UserCode.rethrow(e);
        }
    }

    private RDD<T> parent() {
        return firstParent(PartitionsRDD.<T>anyTag());
    }

    static <T> ClassTag<T> anyTag() {
        return ClassTag$.MODULE$.apply(Object.class);
    }

    private static <K, V> ClassTag<Tuple2<K, V>> pairTag() {
        return ClassTag$.MODULE$.apply(Tuple2.class);
    }
}
