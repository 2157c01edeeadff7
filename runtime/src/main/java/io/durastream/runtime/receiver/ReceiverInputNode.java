package io.durastream.runtime.receiver;

import static java.util.Objects.requireNonNull;

import io.durastream.Duration;
import io.durastream.Receiver;
import io.durastream.Time;
import io.durastream.checkpoint.InputRange;
import io.durastream.checkpoint.OperatorId;
import io.durastream.runtime.driver.InputSource;
import io.durastream.runtime.graph.InputContext;
import io.durastream.runtime.graph.InputNode;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stream of what a receiver stores. The {@link ReceiverCoordinator} keeps the receiver at work. */
public final class ReceiverInputNode<T> extends InputNode<T> {

    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(ReceiverInputNode.class);

    private final Receiver<T> receiver;
    private transient @Nullable ReceiverCoordinator coordinator;
    private transient @Nullable ReceiverStream<T> stream;
    private transient @Nullable Time openedAt;

    /** @param streamId counted from 0 over the inputs of the application */
    public ReceiverInputNode(Duration batchInterval, int streamId, Receiver<T> receiver) {
        super(batchInterval, streamId);
        this.receiver = receiver;
    }

    public Receiver<T> receiver() {
        return receiver;
    }

    @Override
    public String kind() {
        return "receiverStream";
    }

    /** Says who keeps the receiver at work; before the input is opened. */
    public void keptAtWorkBy(ReceiverCoordinator receivers) {
        coordinator = receivers;
    }

    @Override
    public List<Object> shipped() {
        return List.of(receiver);
    }

    @Override
    public InputSource open(OperatorId id, InputContext context) {
        ReceiverStream<T> opened = requireNonNull(coordinator, "coordinator").add(id, streamId(), receiver, context);
        stream = opened;
        openedAt = new Time(
                context.planned().isEmpty() ? 0 : context.planned().lastKey().millis());
        return opened.blocks();
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

    private ReceiverStream<T> stream() {
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
}
