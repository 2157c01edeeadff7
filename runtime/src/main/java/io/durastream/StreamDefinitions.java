package io.durastream;

import io.durastream.runtime.graph.InputNode;
import io.durastream.runtime.graph.OutputNode;
import io.durastream.runtime.graph.StreamGraph;
import io.durastream.runtime.graph.StreamNode;
import io.durastream.runtime.graph.TransformedNode;
import io.durastream.runtime.graph.UnionNode;
import io.durastream.runtime.input.ConstantSource;
import io.durastream.runtime.input.FileFormat;
import io.durastream.runtime.input.FileSource;
import io.durastream.runtime.input.HadoopSettings;
import io.durastream.runtime.input.QueueSource;
import io.durastream.runtime.input.RawSocketReceiver;
import io.durastream.runtime.input.SocketReceiver;
import io.durastream.runtime.input.SourceInputNode;
import io.durastream.runtime.receiver.ReceiverInputNode;
import io.durastream.storage.Clock;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.InputFormat;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

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

    /**
     * {@link #socketTextStream(String, int, StorageLevel)} that stores as MEMORY_AND_DISK_SER_2.
     *
     * @param hostname where the server listens; resolved anew at each connection
     * @param port where the server listens
     * @return the lines
     */
    public ReceiverInputDStream<String> socketTextStream(String hostname, int port) {
        return socketTextStream(hostname, port, StorageLevel.MEMORY_AND_DISK_SER_2());
    }

    /**
     * The lines, in UTF-8, that a TCP server sends. See {@link #socketStream}.
     *
     * @param hostname where the server listens; resolved anew at each connection
     * @param port where the server listens
     * @param storageLevel how executors keep received blocks until they are processed
     * @return the lines
     */
    public ReceiverInputDStream<String> socketTextStream(String hostname, int port, StorageLevel storageLevel) {
        return receiverStream(SocketReceiver.ofLines(hostname, port, storageLevel));
    }

    /**
     * The objects that a converter makes of what a TCP server sends. When the connection ends, or cannot be made, the
     * receiver waits for {@code spark.streaming.receiverRestartDelay} (2 s) and connects again, for as long as the context
     * runs. A socket is not reliable: what is sent into a connection that breaks, and what is not yet in a durable block
     * when the receiver's process dies, is lost.
     *
     * @param <T> records
     * @param hostname where the server listens; resolved anew at each connection
     * @param port where the server listens
     * @param converter called where the receiver runs, once a connection; its result is iterated as the bytes come
     * @param storageLevel how executors keep received blocks until they are processed
     * @return the objects
     */
    public <T> ReceiverInputDStream<T> socketStream(
            String hostname, int port, Function<InputStream, Iterable<T>> converter, StorageLevel storageLevel) {
        return receiverStream(new SocketReceiver<>(hostname, port, converter, storageLevel));
    }

    /**
     * {@link #rawSocketStream(String, int, StorageLevel)} that stores as MEMORY_AND_DISK_SER_2.
     *
     * @param <T> records
     * @param hostname where the server listens; resolved anew at each connection
     * @param port where the server listens
     * @return the objects
     */
    public <T> ReceiverInputDStream<T> rawSocketStream(String hostname, int port) {
        return rawSocketStream(hostname, port, StorageLevel.MEMORY_AND_DISK_SER_2());
    }

    /**
     * The objects in blocks that a TCP server sends: each is a length in bytes (four of them, big-endian) and so many bytes
     * that Spark's serializer ({@code spark.serializer}) made of the objects. Blocks are stored as they come and are
     * decoded where the batch runs, which makes this the fastest way in. Connects again as {@link #socketStream} does; a
     * block that was not received completely is not stored.
     *
     * @param <T> records
     * @param hostname where the server listens; resolved anew at each connection
     * @param port where the server listens
     * @param storageLevel how executors keep received blocks until they are processed
     * @return the objects
     */
    public <T> ReceiverInputDStream<T> rawSocketStream(String hostname, int port, StorageLevel storageLevel) {
        return receiverStream(new RawSocketReceiver<>(hostname, port, storageLevel));
    }

    /**
     * What a receiver brings in.
     *
     * @param <T> records
     * @param receiver serialized to an executor, where it works
     * @return the records that it stores
     */
    public <T> ReceiverInputDStream<T> receiverStream(Receiver<T> receiver) {
        return new ReceiverInputDStream<>(self(), receiverInput(receiver));
    }

    /**
     * The pairs that a receiver brings in.
     *
     * @param <K> keys
     * @param <V> values
     * @param receiver serialized to an executor, where it works
     * @return the pairs that it stores
     */
    public <K, V> PairReceiverInputDStream<K, V> receiverPairStream(Receiver<Tuple2<K, V>> receiver) {
        return new PairReceiverInputDStream<>(self(), receiverInput(receiver));
    }

    /**
     * What a source of your own gives: in each batch the records of the range that it planned.
     *
     * @param <T> records
     * @param source a part of the saved application, see {@link Source}
     * @return the records
     */
    public <T> InputDStream<T> inputStream(Source<T> source) {
        return new InputDStream<>(self(), sourceInput("inputStream", source));
    }

    /**
     * The pairs that a source of your own gives. See {@link #inputStream}.
     *
     * @param <K> keys
     * @param <V> values
     * @param source a part of the saved application, see {@link Source}
     * @return the pairs
     */
    public <K, V> PairInputDStream<K, V> inputPairStream(Source<Tuple2<K, V>> source) {
        return new PairInputDStream<>(self(), sourceInput("inputStream", source));
    }

    /**
     * The lines, in UTF-8, of text files that newly appear in a directory. Files whose names begin with a dot are left
     * alone, and so are those that are there when the stream is defined for the very first time. See {@link
     * #fileStream(String, Class, Class, Class, Function, boolean)} for the rest.
     *
     * @param directory a directory or a glob of directories
     * @return the lines
     */
    public DStream<String> textFileStream(String directory) {
        return new InputDStream<>(
                self(),
                sourceInput("textFileStream", files(directory, FileSource::isVisible, true, FileFormat.text())));
    }

    /**
     * The records of binary files that newly appear in a directory. Which files are taken is as in {@link #textFileStream}.
     * A file whose length is not a multiple of the records' fails its batch.
     *
     * @param directory a directory or a glob of directories
     * @param recordLength in bytes, the same for all records
     * @return the records
     * @throws IllegalArgumentException when the length is not positive
     */
    public DStream<byte[]> binaryRecordsStream(String directory, int recordLength) {
        if (recordLength <= 0) {
            throw new IllegalArgumentException("Expected a record length of at least 1 byte, got " + recordLength);
        }
        return new InputDStream<>(
                self(),
                sourceInput(
                        "binaryRecordsStream",
                        files(directory, FileSource::isVisible, true, FileFormat.binaryRecords(recordLength))));
    }

    /**
     * {@link #fileStream(String, Class, Class, Class, Function, boolean)} of new files only, without those whose names begin
     * with a dot.
     *
     * @param <K> keys
     * @param <V> values
     * @param <F> the input format
     * @param directory a directory or a glob of directories
     * @param kClass the format's keys
     * @param vClass the format's values
     * @param fClass the input format; made anew for each batch and each task
     * @return pairs of key and value, as the format reads them
     */
    public <K, V, F extends InputFormat<K, V>> PairInputDStream<K, V> fileStream(
            String directory, Class<K> kClass, Class<V> vClass, Class<F> fClass) {
        return fileStream(directory, kClass, vClass, fClass, FileSource::isVisible, true);
    }

    /**
     * The pairs of files that newly appear in a directory of any Hadoop file system, read through an input format.
     *
     * <p>At each batch the directories that match are listed, one level deep. A file is taken once: by the first batch whose
     * time is not before the file's modification time, if that is not longer ago than files are remembered ({@code
     * spark.streaming.fileStream.minRememberDuration}, 60 s). Files must appear whole: write elsewhere, then rename. A
     * batch's files and their lengths are in its plan, so that a restart neither skips nor repeats one; what is appended
     * later is not read, and a file must stay until all batches that need it are committed. While the directory cannot be
     * listed the batch waits.
     *
     * <p>All that holds for every format that finds its files as {@code FileInputFormat} does and reads them through
     * Hadoop's {@code FileSystem}. A format that reads something else, such as a table, gives that for as long as there
     * are new files, and it is up to that what a batch that is executed again reads.
     *
     * <p>Hadoop's readers use one and the same key and value object for all records: map the pairs to values of your own
     * before you keep, sort or collect them.
     *
     * @param <K> keys
     * @param <V> values
     * @param <F> the input format
     * @param directory a directory or a glob of directories
     * @param kClass the format's keys
     * @param vClass the format's values
     * @param fClass made anew for each batch and each task; its files' splits are the partitions
     * @param filter says, for the path of a file, whether it is taken; called on the driver
     * @param newFilesOnly whether files that are there when the stream is defined for the very first time are left alone;
     *     otherwise those are taken that are not older than files are remembered
     * @return pairs of key and value, as the format reads them
     */
    public <K, V, F extends InputFormat<K, V>> PairInputDStream<K, V> fileStream(
            String directory,
            Class<K> kClass,
            Class<V> vClass,
            Class<F> fClass,
            Function<Path, Boolean> filter,
            boolean newFilesOnly) {
        return fileStream(
                directory, filter, newFilesOnly, FileFormat.of(fClass, kClass, vClass, HadoopSettings.ofSpark()));
    }

    /**
     * {@link #fileStream(String, Class, Class, Class, Function, boolean)} with a Hadoop configuration of its own, in the
     * place of the SparkContext's, for the file system and the input format.
     *
     * @param <K> keys
     * @param <V> values
     * @param <F> the input format
     * @param directory a directory or a glob of directories
     * @param kClass the format's keys
     * @param vClass the format's values
     * @param fClass the input format; made anew for each batch and each task
     * @param filter says, for the path of a file, whether it is taken; called on the driver
     * @param newFilesOnly whether files that are there when the stream is defined for the very first time are left
     *     alone
     * @param conf with a checkpoint directory, what it sets beyond the machine's configuration files is saved with the
     *     application, except entries whose names tell of a secret (password, token, access key …). After a restart the
     *     saved entries lie over the new SparkContext's Hadoop configuration, from where secrets must come.
     * @return pairs of key and value, as the format reads them
     */
    public <K, V, F extends InputFormat<K, V>> PairInputDStream<K, V> fileStream(
            String directory,
            Class<K> kClass,
            Class<V> vClass,
            Class<F> fClass,
            Function<Path, Boolean> filter,
            boolean newFilesOnly,
            Configuration conf) {
        return fileStream(
                directory, filter, newFilesOnly, FileFormat.of(fClass, kClass, vClass, HadoopSettings.of(conf)));
    }

    /**
     * {@link #queueStream(Queue, boolean, JavaRDD)}, one RDD a batch and then empty ones.
     *
     * @param <T> records
     * @param queue one RDD or many, of the SparkContext of this context
     * @return the elements of the RDDs
     */
    public <T> InputDStream<T> queueStream(Queue<JavaRDD<T>> queue) {
        return queueStream(queue, true, null);
    }

    /**
     * {@link #queueStream(Queue, boolean, JavaRDD)} with empty RDDs at the end.
     *
     * @param <T> records
     * @param queue one RDD or many, of the SparkContext of this context
     * @param oneAtATime whether a batch gets one RDD, or the union of all that are left
     * @return the elements of the RDDs
     */
    public <T> InputDStream<T> queueStream(Queue<JavaRDD<T>> queue, boolean oneAtATime) {
        return queueStream(queue, oneAtATime, null);
    }

    /**
     * RDDs from a queue, for tests: it cannot be recovered. The queue is copied at this call; what is added later is not
     * seen.
     *
     * @param <T> records
     * @param queue one RDD or many, of the SparkContext of this context
     * @param oneAtATime whether a batch gets one RDD, or the union of all that are left
     * @param defaultRDD what every batch gets once the queue is empty; null for an empty RDD of one partition
     * @return the elements of the RDDs
     */
    public <T> InputDStream<T> queueStream(
            Queue<JavaRDD<T>> queue, boolean oneAtATime, @Nullable JavaRDD<T> defaultRDD) {
        return new InputDStream<>(self(), sourceInput("queueStream", new QueueSource<>(queue, oneAtATime, defaultRDD)));
    }

    /**
     * The same RDD in every batch, for tests: it cannot be recovered, which a {@link Source} could.
     *
     * @param <T> records
     * @param rdd of the SparkContext of this context
     * @return its elements
     */
    public <T> InputDStream<T> constantStream(JavaRDD<T> rdd) {
        return new InputDStream<>(self(), sourceInput("constantStream", new ConstantSource<>(rdd)));
    }

    /**
     * All elements of all streams, which must have the same slide duration.
     *
     * @param <T> elements
     * @param streams at least one, all of this context
     * @return the union of their RDDs
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public final <T> DStream<T> union(DStream<T>... streams) {
        return new DStream<>(self(), unionOf(List.of(streams)));
    }

    /**
     * All pairs of all streams, which must have the same slide duration.
     *
     * @param <K> keys
     * @param <V> values
     * @param streams at least one, all of this context
     * @return the union of their RDDs
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public final <K, V> PairDStream<K, V> union(PairDStream<K, V>... streams) {
        return new PairDStream<>(self(), unionOf(List.of(streams)));
    }

    /**
     * Applies a function to the RDDs that several streams have of each batch.
     *
     * @param <T> elements of the result
     * @param dstreams at least one stream, all of this context and with the same slide duration; pairs by {@link
     *     PairDStream#toJavaDStream}
     * @param transformFunc called on the driver, once a batch, with the RDDs in the order of the streams and the batch time;
     *     must not return null
     * @return a stream of the RDDs that it returns
     */
    public <T> DStream<T> transform(
            List<DStream<?>> dstreams, Function2<List<JavaRDD<?>>, Time, JavaRDD<T>> transformFunc) {
        return new DStream<>(self(), transformed(dstreams, transformFunc::call));
    }

    /**
     * Applies a function that gives pairs to the RDDs that several streams have of each batch.
     *
     * @param <K> keys of the result
     * @param <V> values of the result
     * @param dstreams at least one stream, all of this context and with the same slide duration; pairs by {@link
     *     PairDStream#toJavaDStream}
     * @param transformFunc called on the driver, once a batch, with the RDDs in the order of the streams and the batch time;
     *     must not return null
     * @return a stream of the RDDs that it returns
     */
    public <K, V> PairDStream<K, V> transformToPair(
            List<DStream<?>> dstreams, Function2<List<JavaRDD<?>>, Time, JavaPairRDD<K, V>> transformFunc) {
        return new PairDStream<>(
                self(), transformed(dstreams, (rdds, time) -> AbstractDStream.plain(transformFunc.call(rdds, time))));
    }

    void addOutput(OutputNode<?> output) {
        graph.add(output);
    }

    private <K, V> PairInputDStream<K, V> fileStream(
            String directory,
            Function<Path, Boolean> filter,
            boolean newFilesOnly,
            FileFormat<K, V, Tuple2<K, V>> format) {
        return new PairInputDStream<>(
                self(), sourceInput("fileStream", files(directory, filter, newFilesOnly, format)));
    }

    private <T> FileSource<T> files(
            String directory, Function<Path, Boolean> filter, boolean newFilesOnly, FileFormat<?, ?, T> format) {
        Duration remember = FileSource.remember(spark.getConf(), graph.batchInterval());
        Time now = new Time(Clock.system().wallMillis());
        return new FileSource<>(now, directory, filter, newFilesOnly, remember, format);
    }

    private <T> InputNode<T> sourceInput(String kind, Source<T> source) {
        return addInput(new SourceInputNode<>(graph.batchInterval(), nextStreamId(), kind, source));
    }

    private <T> InputNode<T> receiverInput(Receiver<T> receiver) {
        return addInput(new ReceiverInputNode<>(graph.batchInterval(), nextStreamId(), receiver));
    }

    private <T> InputNode<T> addInput(InputNode<T> input) {
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
            stream.requireContext(self());
            nodes.add(stream.node());
        }
        return new UnionNode<>(nodes);
    }

    private <T> StreamNode<T> transformed(List<DStream<?>> streams, TransformedNode.Transformation<T> transformation) {
        requireDefinable();
        if (streams.isEmpty()) {
            throw new IllegalArgumentException("Expected at least one stream to transform, got none");
        }
        List<StreamNode<?>> nodes = new ArrayList<>();
        for (DStream<?> stream : streams) {
            stream.requireContext(self());
            nodes.add(stream.node());
        }
        return new TransformedNode<>("transform", nodes, transformation);
    }
}
