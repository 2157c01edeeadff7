package io.durastream.runtime.input;

import io.durastream.PositionRange;
import io.durastream.Source;
import io.durastream.SourceContext;
import io.durastream.SourcePlanner;
import io.durastream.Time;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/**
 * RDDs from a queue, for tests: one in each batch, or all that are left, and a default once there are none. The queue is
 * copied when the stream is defined. It lives in this process only, so that a recovery is refused.
 */
public final class QueueSource<T> extends Source<T> {

    private static final long serialVersionUID = 1;
    private static final String NO_RECOVERY =
            "queueStream doesn't support checkpointing. Please don't use queueStream when checkpointing is enabled.";

    /** Null in a deserialized source, which {@link #readResolve()} does not let out. */
    private final transient List<JavaRDD<T>> queue;

    private final transient @Nullable JavaRDD<T> whenEmpty;
    private final boolean oneAtATime;

    /**
     * @param oneAtATime whether a batch gets one RDD, or the union of all that wait
     * @param whenEmpty what a batch gets once the queue is empty; null for an empty RDD of one partition
     */
    public QueueSource(Collection<JavaRDD<T>> queue, boolean oneAtATime, @Nullable JavaRDD<T> whenEmpty) {
        this.queue = List.copyOf(queue);
        this.oneAtATime = oneAtATime;
        this.whenEmpty = whenEmpty;
    }

    /** Queues have nothing that tells one from another but the order of their definition. */
    @Override
    public String identity() {
        return "";
    }

    /** @throws NotSerializableException after a recovery */
    @Override
    public SourcePlanner open(SourceContext context) throws NotSerializableException {
        if (!context.planned().isEmpty()) {
            throw new NotSerializableException(NO_RECOVERY);
        }
        return new Planner(queue.size(), oneAtATime);
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    public JavaRDD<T> read(JavaSparkContext spark, Time time, PositionRange range) {
        QueueRange indexes = QueueRange.of(range);
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

        PositionRange encode() {
            return PositionRange.of(ByteBuffer.allocate(9)
                    .put(VERSION)
                    .putInt(from)
                    .putInt(until)
                    .array());
        }

        static QueueRange of(PositionRange range) {
            ByteBuffer bytes = ByteBuffer.wrap(range.bytes());
            byte version = bytes.get();
            if (version != VERSION) {
                throw new IllegalStateException(
                        "Expected a range of a queue in version " + VERSION + ", found version " + version);
            }
            return new QueueRange(bytes.getInt(), bytes.getInt());
        }
    }

    private static final class Planner implements SourcePlanner {

        private final int size;
        private final boolean oneAtATime;
        private int next;

        Planner(int size, boolean oneAtATime) {
            this.size = size;
            this.oneAtATime = oneAtATime;
        }

        @Override
        public PositionRange plan(Time time) {
            QueueRange range = new QueueRange(next, oneAtATime ? Math.min(next + 1, size) : size);
            next = range.until;
            return range.encode()
                    .withDescription((range.until - range.from) + " RDDs of the queue, " + (size - next) + " left");
        }
    }
}
