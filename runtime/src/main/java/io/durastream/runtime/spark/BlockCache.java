package io.durastream.runtime.spark;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.BlockResult;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.storage.StreamBlockId;
import org.apache.spark.util.io.ChunkedByteBuffer;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.immutable.Map;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Received blocks in Spark's block manager: in the memory and on the disk of executors. A cache: what was put may be gone
 * at any time, and replicas that were asked for may not have been made.
 */
public final class BlockCache {

    private static final ClassTag<Object> ANY = ClassTag$.MODULE$.apply(Object.class);

    private BlockCache() {}

    /**
     * Puts records that {@code SparkEnv.get().serializer()} has made bytes of. The buffer is not copied and must not
     * change.
     *
     * @return whether this executor has the block now
     */
    public static boolean put(int streamId, long id, ByteBuffer serialized, StorageLevel level) {
        return manager().putBytes(new StreamBlockId(streamId, id), new ChunkedByteBuffer(serialized), level, true, ANY);
    }

    /** The records of a block, from this executor or another one; null when none has it. */
    @SuppressWarnings("unchecked")
    public static <T> @Nullable Iterator<T> get(int streamId, long id) {
        Option<BlockResult> found = manager().get(new StreamBlockId(streamId, id), ANY);
        return found.isEmpty()
                ? null
                : (Iterator<T>) CollectionConverters.asJava(found.get().data());
    }

    /** Removes a block from all executors, some time later. To be called on the driver. */
    public static void remove(int streamId, long id) {
        manager().master().removeBlock(new StreamBlockId(streamId, id));
    }

    /** The executors that have a block, as preferred locations, for each of the ids. To be called on the driver. */
    public static List<List<String>> locations(int streamId, long[] ids) {
        BlockId[] blocks = new BlockId[ids.length];
        for (int i = 0; i < ids.length; i++) {
            blocks[i] = new StreamBlockId(streamId, ids[i]);
        }
        Map<BlockId, Seq<String>> known = BlockManager.blockIdsToLocations(blocks, SparkEnv.get(), null);
        List<List<String>> locations = new ArrayList<>();
        for (BlockId block : blocks) {
            locations.add(List.copyOf(CollectionConverters.asJava(known.apply(block))));
        }
        return locations;
    }

    private static BlockManager manager() {
        return SparkEnv.get().blockManager();
    }
}
