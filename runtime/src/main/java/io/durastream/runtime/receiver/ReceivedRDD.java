package io.durastream.runtime.receiver;

import io.durastream.runtime.graph.UserCode;
import io.durastream.runtime.spark.BlockCache;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.InterruptibleIterator;
import org.apache.spark.Partition;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.Nil$;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;

/**
 * Received blocks, a partition each, in the order of the plan: read from the executors that have them in memory or on
 * disk, and from the log when none has.
 */
final class ReceivedRDD<T> extends RDD<T> {

    private static final long serialVersionUID = 1;

    /** Not a record of blocks: these do not travel, their binary form does. */
    private final List<byte[]> blocks;

    private final @Nullable LogAccess log;
    private transient @Nullable List<List<String>> locations;

    /** @param log null when received data is in the memory of executors only */
    @SuppressWarnings({"unchecked", "rawtypes"})
    ReceivedRDD(SparkContext spark, List<ReceivedBlock> blocks, @Nullable LogAccess log) {
        super(spark, (Seq) Nil$.MODULE$, ClassTag$.MODULE$.apply(Object.class));
        this.blocks = blocks.stream().map(ReceivedBlock::toBytes).toList();
        this.log = log;
    }

    @Override
    public Partition[] getPartitions() {
        Partition[] partitions = new Partition[blocks.size()];
        for (int i = 0; i < partitions.length; i++) {
            partitions[i] = new Slice(i, blocks.get(i));
        }
        return partitions;
    }

    @Override
    public Seq<String> getPreferredLocations(Partition split) {
        return CollectionConverters.asScala(locations().get(split.index())).toSeq();
    }

    @Override
    public scala.collection.Iterator<T> compute(Partition split, TaskContext context) {
        ReceivedBlock block = ((Slice) split).block();
        Iterator<T> records =
                block.cacheId() == ReceivedBlock.NOT_CACHED ? null : BlockCache.get(block.streamId(), block.cacheId());
        if (records == null) {
            records = Records.deserialize(readLog(block));
        }
        return new InterruptibleIterator<>(context, CollectionConverters.asScala(records));
    }

    private ByteBuffer readLog(ReceivedBlock block) {
        if (log == null || block.extent() == null) {
            throw UserCode.rethrow(new SparkException("Received data is lost: no executor has block " + block.cacheId()
                    + " of stream " + block.streamId() + " any more, and there is no write-ahead log. Set a checkpoint"
                    + " directory, and leave spark.streaming.receiver.writeAheadLog.enable alone"));
        }
        try {
            return log.open().read(block.extent());
        } catch (IOException e) {
            throw UserCode.rethrow(e);
        }
    }

    private List<List<String>> locations() {
        if (locations == null) {
            List<ReceivedBlock> decoded = blocks.stream()
                    .map(bytes -> ReceivedBlock.readFrom(ByteBuffer.wrap(bytes)))
                    .toList();
            locations = decoded.isEmpty()
                    ? List.of()
                    : BlockCache.locations(
                            decoded.get(0).streamId(),
                            decoded.stream().mapToLong(ReceivedBlock::cacheId).toArray());
        }
        return locations;
    }

    private static final class Slice implements Partition {

        private static final long serialVersionUID = 1;

        private final int index;
        private final byte[] bytes;

        Slice(int index, byte[] bytes) {
            this.index = index;
            this.bytes = bytes;
        }

        @Override
        public int index() {
            return index;
        }

        ReceivedBlock block() {
            return ReceivedBlock.readFrom(ByteBuffer.wrap(bytes));
        }
    }
}
