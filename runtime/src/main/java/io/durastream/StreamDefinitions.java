package io.durastream;

import io.durastream.runtime.graph.InputNode;
import io.durastream.runtime.graph.OutputNode;
import io.durastream.runtime.graph.StreamGraph;
import io.durastream.runtime.graph.StreamNode;
import io.durastream.runtime.graph.UnionNode;
import io.durastream.runtime.input.FileInputNode;
import io.durastream.runtime.input.QueueInputNode;
import io.durastream.runtime.input.SocketReceiver;
import io.durastream.runtime.receiver.ReceiverInputNode;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/** What can be defined on a {@link StreamingContext} before its start: inputs, and streams made of several others. */
abstract class StreamDefinitions {

    final JavaSparkContext spark;
    final StreamGraph graph;

    StreamDefinitions(JavaSparkContext spark, StreamGraph graph) {
        this.spark = spark;
        this.graph = graph;
    }

    /** The context that this is a part of. */
    abstract StreamingContext self();

    /** Fails when nothing may be defined any more. */
    abstract void requireDefinable();

    /** The lines, in UTF-8, that a TCP server sends. Received data is stored as MEMORY_AND_DISK_SER_2. */
    public ReceiverInputDStream<String> socketTextStream(String hostname, int port) {
        return socketTextStream(hostname, port, StorageLevel.MEMORY_AND_DISK_SER_2());
    }

    /** The lines, in UTF-8, that a TCP server sends. */
    public ReceiverInputDStream<String> socketTextStream(String hostname, int port, StorageLevel storageLevel) {
        return receiverStream(SocketReceiver.ofLines(hostname, port, storageLevel));
    }

    /** The objects that {@code converter}, called where the receiver runs, makes of what a TCP server sends. */
    public <T> ReceiverInputDStream<T> socketStream(
            String hostname, int port, Function<InputStream, Iterable<T>> converter, StorageLevel storageLevel) {
        return receiverStream(new SocketReceiver<>(hostname, port, converter, storageLevel));
    }

    /** What a receiver brings in. */
    public <T> ReceiverInputDStream<T> receiverStream(Receiver<T> receiver) {
        return new ReceiverInputDStream<>(
                self(), addInput(new ReceiverInputNode<>(graph.batchInterval(), nextStreamId(), receiver)));
    }

    /** The lines of text files that newly appear, by a rename, in a directory or in the directories of a glob. */
    public DStream<String> textFileStream(String directory) {
        return new InputDStream<>(
                self(),
                addInput(new FileInputNode(
                        graph.batchInterval(),
                        nextStreamId(),
                        directory,
                        true,
                        FileInputNode.minRemember(spark.getConf()))));
    }

    /** RDDs from a queue, one a batch; the queue is copied at this call. For tests: it cannot be recovered. */
    public <T> InputDStream<T> queueStream(Queue<JavaRDD<T>> queue) {
        return queueStream(queue, true, null);
    }

    /** RDDs from a queue: one a batch, or all that wait. */
    public <T> InputDStream<T> queueStream(Queue<JavaRDD<T>> queue, boolean oneAtATime) {
        return queueStream(queue, oneAtATime, null);
    }

    /** RDDs from a queue, and {@code defaultRDD} in every batch once it is empty. */
    public <T> InputDStream<T> queueStream(
            Queue<JavaRDD<T>> queue, boolean oneAtATime, @Nullable JavaRDD<T> defaultRDD) {
        return new InputDStream<>(
                self(),
                addInput(new QueueInputNode<>(graph.batchInterval(), nextStreamId(), queue, oneAtATime, defaultRDD)));
    }

    /** All elements of all streams, which must have the same slide duration. */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public final <T> DStream<T> union(DStream<T>... streams) {
        return new DStream<>(self(), unionOf(List.of(streams)));
    }

    /** All pairs of all streams, which must have the same slide duration. */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public final <K, V> PairDStream<K, V> union(PairDStream<K, V>... streams) {
        return new PairDStream<>(self(), unionOf(List.of(streams)));
    }

    void addOutput(OutputNode<?> output) {
        graph.add(output);
    }

    private <T, N extends InputNode<T>> N addInput(N input) {
        requireDefinable();
        graph.add(input);
        return input;
    }

    private int nextStreamId() {
        return graph.inputs().size();
    }

    private <T> StreamNode<T> unionOf(List<? extends AbstractDStream<T, ?, ?>> streams) {
        requireDefinable();
        List<StreamNode<T>> nodes = new ArrayList<>();
        for (AbstractDStream<T, ?, ?> stream : streams) {
            if (stream.context() != self()) {
                throw new IllegalArgumentException("requirement failed: Some of the DStreams have different contexts");
            }
            nodes.add(stream.node());
        }
        return new UnionNode<>(nodes);
    }
}
