package io.durastream.runtime.receiver;

import io.durastream.Duration;
import io.durastream.Receiver;
import io.durastream.Time;
import io.durastream.checkpoint.InputRange;
import io.durastream.checkpoint.OperatorId;
import io.durastream.runtime.cluster.CheckpointAccess;
import io.durastream.runtime.driver.InputSource;
import io.durastream.runtime.graph.InputContext;
import io.durastream.runtime.graph.InputNode;
import io.durastream.runtime.spark.BlockCache;
import io.durastream.storage.Epoch;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stream of what a receiver stores. Opened, it waits for a {@link ReceiverCoordinator} to start the receiver. */
public final class ReceiverInputNode<T> extends InputNode<T> {

    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(ReceiverInputNode.class);

    private final Receiver<T> receiver;
    private final String kind;
    private transient @Nullable ReceiverStream<T> stream;
    private transient @Nullable Time openedAt;

    /** @param kind what it is, in the words of the API: {@code receiverStream} */
    public ReceiverInputNode(Duration batchInterval, int streamId, Receiver<T> receiver, String kind) {
        super(batchInterval, streamId);
        this.receiver = receiver;
        this.kind = kind;
    }

    public Receiver<T> receiver() {
        return receiver;
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public InputSource open(OperatorId id, InputContext context) {
        SparkConf conf = context.spark().getConf();
        ReceiverSettings settings = ReceiverSettings.of(conf);
        CheckpointAccess checkpoint = context.checkpoint();
        LogAccess log = checkpoint != null && ReceiverSettings.logEnabled(conf, true)
                ? new LogAccess(checkpoint, id.value(), settings)
                : null;
        ReceivedBlocks blocks = new ReceivedBlocks(
                id,
                streamId(),
                log == null ? null : log.open(),
                checkpoint == null ? Epoch.of(1) : Epoch.of(checkpoint.epoch()),
                context.planned(),
                settings.maxRecords(context.batchMillis()),
                context.clock(),
                ReceiverInputNode::uncache);
        stream = new ReceiverStream<>(streamId(), receiver, blocks, log);
        openedAt = new Time(context.planned().isEmpty() ? 0 : context.planned().lastKey().millis());
        return blocks;
    }

    @Override
    protected @Nullable JavaRDD<T> read(Time time, InputRange range) {
        List<ReceivedBlock> blocks = ReceivedRange.of(range).blocks().stream()
                .filter(block -> block.records() != 0)
                .toList();
        ReceiverStream<T> opened = stream();
        if (openedAt != null && time.lessEq(openedAt)) {
            blocks = withoutLost(time, blocks);
        }
        return new ReceivedRDD<T>(runtime().spark().sc(), blocks, opened.log()).toJavaRDD();
    }

    ReceiverStream<T> stream() {
        if (stream == null) {
            throw new IllegalStateException(this + " was not opened");
        }
        return stream;
    }

    /** Of what an earlier driver planned, the blocks that were never in a log are gone with its executors. */
    private List<ReceivedBlock> withoutLost(Time time, List<ReceivedBlock> blocks) {
        List<ReceivedBlock> left =
                blocks.stream().filter(block -> block.extent() != null).toList();
        if (left.size() < blocks.size()) {
            LOG.warn(
                    "{} received blocks of batch {} were in the memory of executors only, and are lost",
                    blocks.size() - left.size(),
                    time);
        }
        return left;
    }

    private static void uncache(List<ReceivedBlock> blocks) {
        blocks.stream()
                .filter(block -> block.cacheId() != ReceivedBlock.NOT_CACHED)
                .forEach(block -> BlockCache.remove(block.streamId(), block.cacheId()));
    }
}
