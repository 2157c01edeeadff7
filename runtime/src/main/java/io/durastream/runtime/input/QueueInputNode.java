package io.durastream.runtime.input;

import io.durastream.Duration;
import io.durastream.Time;
import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.Bytes;
import io.durastream.checkpoint.InputRange;
import io.durastream.checkpoint.OperatorId;
import io.durastream.runtime.driver.InputSource;
import io.durastream.runtime.graph.InputContext;
import io.durastream.runtime.graph.InputNode;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/**
 * RDDs from a queue, for tests: one in each batch, or all that are left, and a default once there are none. The queue is
 * copied when the stream is defined. It lives in this process only, so that a recovery is refused.
 */
public final class QueueInputNode<T> extends InputNode<T> {

    private static final long serialVersionUID = 1;
    private static final String NO_RECOVERY =
            "queueStream doesn't support checkpointing. Please don't use queueStream when checkpointing is enabled.";

    /** Null in a deserialized node, which {@link #readResolve()} does not let out. */
    private final transient List<JavaRDD<T>> queue;

    private final transient @Nullable JavaRDD<T> whenEmpty;
    private final boolean oneAtATime;

    /**
     * @param oneAtATime whether a batch gets one RDD, or the union of all that wait
     * @param whenEmpty what a batch gets once the queue is empty; null for an empty RDD of one partition
     */
    public QueueInputNode(
            Duration batchInterval,
            int streamId,
            Collection<JavaRDD<T>> queue,
            boolean oneAtATime,
            @Nullable JavaRDD<T> whenEmpty) {
        super(batchInterval, streamId);
        this.queue = List.copyOf(queue);
        this.oneAtATime = oneAtATime;
        this.whenEmpty = whenEmpty;
    }

    @Override
    public String kind() {
        return "queueStream";
    }

    /** @throws NotSerializableException after a recovery */
    @Override
    public InputSource open(OperatorId id, InputContext context) throws NotSerializableException {
        return open(id, context.planned());
    }

    InputSource open(OperatorId id, Map<BatchTime, InputRange> planned) throws NotSerializableException {
        if (!planned.isEmpty()) {
            throw new NotSerializableException(NO_RECOVERY);
        }
        return new QueueSource(id, queue.size(), oneAtATime);
    }

    @Override
    protected JavaRDD<T> read(Time time, InputRange range) {
        return read(runtime().spark(), range);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    JavaRDD<T> read(JavaSparkContext spark, InputRange range) {
        QueueRange indexes = QueueRange.of(range.range());
        List<JavaRDD<T>> rdds = queue.subList(indexes.from, indexes.until);
        return switch (rdds.size()) {
            case 0 -> whenEmpty == null ? spark.parallelize(List.of(), 1) : whenEmpty;
            case 1 -> rdds.get(0);
            default -> spark.union(rdds.toArray(new JavaRDD[0]));
        };
    }

    private Object readResolve() throws NotSerializableException {
        throw new NotSerializableException(NO_RECOVERY);
    }

    /**
     * Indexes into the queue. As bytes: the version, now 1, then both as big-endian integers of four bytes.
     *
     * @param from the first
     * @param until one after the last
     */
    private record QueueRange(int from, int until) {

        private static final byte VERSION = 1;

        Bytes toBytes() {
            return Bytes.of(ByteBuffer.allocate(9)
                    .put(VERSION)
                    .putInt(from)
                    .putInt(until)
                    .flip());
        }

        static QueueRange of(Bytes range) {
            ByteBuffer bytes = range.asByteBuffer();
            byte version = bytes.get();
            if (version != VERSION) {
                throw new IllegalStateException(
                        "Expected a range of a queue in version " + VERSION + ", found version " + version);
            }
            return new QueueRange(bytes.getInt(), bytes.getInt());
        }
    }

    private static final class QueueSource implements InputSource {

        private final OperatorId id;
        private final int size;
        private final boolean oneAtATime;
        private int next;

        QueueSource(OperatorId id, int size, boolean oneAtATime) {
            this.id = id;
            this.size = size;
            this.oneAtATime = oneAtATime;
        }

        @Override
        public OperatorId id() {
            return id;
        }

        @Override
        public InputRange plan(BatchTime time) {
            QueueRange range = new QueueRange(next, oneAtATime ? Math.min(next + 1, size) : size);
            next = range.until;
            String description = (range.until - range.from) + " RDDs of the queue, " + (size - next) + " left";
            return new InputRange(id, range.toBytes(), -1, description);
        }
    }
}
