package io.durastream.bench.state;

import java.io.Serializable;
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;
import org.apache.spark.Partition;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import scala.collection.immutable.Nil$;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;

/** The keys of the records of a range of numbers, made in the tasks: the same numbers always give the same keys. */
public final class Keys extends RDD<Long> {

    private static final long serialVersionUID = 1;

    private final long from;
    private final long until;
    private final KeyOf keyOf;

    @SuppressWarnings({"unchecked", "rawtypes"}) // Scala's empty list
    private Keys(SparkContext spark, long from, long until, KeyOf keyOf) {
        super(spark, (Seq) Nil$.MODULE$, ClassTag$.MODULE$.apply(Long.class));
        this.from = from;
        this.until = until;
        this.keyOf = keyOf;
    }

    /** Every key once. */
    public static JavaRDD<Long> all(SparkContext spark, long keys) {
        return new Keys(spark, 0, keys, number -> number).toJavaRDD();
    }

    /** The keys of the records from one number to before another, spread evenly. */
    static JavaRDD<Long> ofRecords(SparkContext spark, long from, long until, long keys) {
        return new Keys(spark, from, until, number -> ofRecord(number, keys)).toJavaRDD();
    }

    /** The key of a record. */
    public static long ofRecord(long number, long keys) {
        return Long.remainderUnsigned(mix(number), keys);
    }

    @Override
    public Partition[] getPartitions() {
        Partition[] partitions = new Partition[CountWork.PARTITIONS];
        for (int i = 0; i < partitions.length; i++) {
            partitions[i] = new Part(i);
        }
        return partitions;
    }

    @Override
    public scala.collection.Iterator<Long> compute(Partition split, TaskContext context) {
        long count = until - from;
        int index = split.index();
        PrimitiveIterator.OfLong keys = LongStream.range(
                        from + count * index / CountWork.PARTITIONS, from + count * (index + 1) / CountWork.PARTITIONS)
                .map(keyOf::key)
                .iterator();
        return CollectionConverters.asScala(keys);
    }

    /** The finalizer of MurmurHash3: neighbours go far apart. */
    private static long mix(long number) {
        long mixed = (number ^ number >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }

    private interface KeyOf extends Serializable {
        long key(long number);
    }

    private record Part(int index) implements Partition {}
}
