package io.durastream;

import static java.util.Objects.requireNonNull;

import io.durastream.runtime.receiver.ReceiverSupervisor;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * Brings records into a streaming application from a source that pushes, or of which only the application knows how to
 * read it. It is serialized to an executor and works there as one task for as long as the context runs; when the
 * executor dies it is started elsewhere.
 *
 * <p>{@link #onStart()} starts threads that read the source and call {@code store(…)}, and look at {@link #isStopped()};
 * {@link #onStop()} ends them. All other methods may be called from any thread, from {@code onStart} on.
 *
 * <p><b>What is durable.</b> With a checkpoint directory, received records go to a write-ahead log (which can be
 * switched off). Then:
 *
 * <ul>
 *   <li>{@link #store(Object)} takes one record into the current block and returns. The record becomes durable some
 *       time later, with its block: a crash before loses it. Such a receiver is <em>unreliable</em>.
 *   <li>All other {@code store} methods make one block and return when it is in the log and the driver knows it. The
 *       records will be in exactly one batch, whatever crashes from then on: the receiver may acknowledge them to its
 *       source. Such a receiver is <em>reliable</em>. If the method throws, they may or may not be durable.
 *   <li>A crash between the return and the acknowledgement makes most sources send the records again. Against
 *       doubles, store them together with the source's {@link SourcePosition}: a receiver that begins at {@link
 *       #lastPosition()} in {@code onStart} gets every record exactly once.
 * </ul>
 *
 * <p>Without a log, "durable" means: in the memory or on the disk of executors, as the storage level says. Records that
 * no batch has processed are lost when the driver dies, or the last executor that has them.
 *
 * <p><b>Rates.</b> The {@code store} methods block while the rate limit or the queue of blocks says so. The limit is {@code
 * spark.streaming.receiver.maxRate} records a second, or what back-pressure ({@code spark.streaming.backpressure.enabled})
 * has learnt if that is less. Who stores a block of many records goes on at once, and the next call waits for them.
 *
 * <p>The {@code store} methods throw a {@code SparkException} (undeclared) when the receiver was stopped or the records
 * cannot be stored.
 *
 * @param <T> records
 */
public abstract class Receiver<T> implements Serializable {

    private final StorageLevel storageLevel;

    /** Set before the first {@link #onStart()}, whose threads therefore see it; never serialized. */
    private transient @Nullable ReceiverSupervisor<T> supervisor;

    /**
     * @param storageLevel how executors keep received blocks until they are processed; beside the log, one replica is
     *     enough
     */
    protected Receiver(StorageLevel storageLevel) {
        this.storageLevel = requireNonNull(storageLevel, "storageLevel");
    }

    /**
     * Starts to receive: starts threads, and returns without waiting for them. An exception stops the receiver and is
     * reported to the driver. Called again, after {@link #onStop()}, for each restart.
     */
    public abstract void onStart();

    /** Ends what {@link #onStart()} has begun; called also before a restart. Afterwards nothing may be stored. */
    public abstract void onStop();

    /**
     * As given to the constructor.
     *
     * @return how executors keep received blocks, as given to the constructor
     */
    public StorageLevel storageLevel() {
        return storageLevel;
    }

    /**
     * The host that the receiver would like to work on; a location of Spark's that names an executor does too. By
     * default none: receivers are spread over the executors. Asked on the driver, before each start.
     *
     * @return a host, or none
     */
    public Option<String> preferredLocation() {
        return Option.empty();
    }

    /**
     * Stores one record, in the current block; not durable when it returns.
     *
     * @param dataItem the record
     */
    public void store(T dataItem) {
        supervisor().storeRecord(dataItem);
    }

    /**
     * Stores the records as one block; durable when it returns.
     *
     * @param dataIterator the records, read before this returns
     */
    public void store(Iterator<T> dataIterator) {
        supervisor().storeBlock(dataIterator, null, null);
    }

    /**
     * Stores the records as one block; durable when it returns.
     *
     * @param dataIterator the records, read before this returns
     * @param metadata not used: Spark Streaming shows it to classes of its own only. What shall outlive the receiver is a
     *     {@link SourcePosition}, what belongs to the records goes into them.
     */
    public void store(Iterator<T> dataIterator, Object metadata) {
        supervisor().storeBlock(dataIterator, metadata, null);
    }

    /**
     * Stores the records as one block, together with the position that the source has reached with them; both are
     * durable when it returns, and neither is without the other. May be called without records, to note a position.
     *
     * @param dataIterator the records, read before this returns
     * @param position how far the source is read with these records
     */
    public void store(Iterator<T> dataIterator, SourcePosition position) {
        supervisor().storeBlock(dataIterator, null, requireNonNull(position, "position"));
    }

    /**
     * Stores the records as one block; durable when it returns.
     *
     * @param dataBuffer the records, read before this returns
     */
    public void store(List<T> dataBuffer) {
        store(dataBuffer.iterator());
    }

    /**
     * Stores the records as one block; durable when it returns.
     *
     * @param dataBuffer the records, read before this returns
     * @param metadata not used, see {@link #store(Iterator, Object)}
     */
    public void store(List<T> dataBuffer, Object metadata) {
        store(dataBuffer.iterator(), metadata);
    }

    /**
     * Stores the records as one block, together with the position that the source has reached with them; both are
     * durable when it returns, and neither is without the other. May be called without records, to note a position.
     *
     * @param dataBuffer the records, read before this returns
     * @param position how far the source is read with these records
     */
    public void store(List<T> dataBuffer, SourcePosition position) {
        store(dataBuffer.iterator(), position);
    }

    /**
     * Stores one block of records that Spark's serializer has made bytes of; durable when it returns.
     *
     * @param bytes as {@code spark.serializer} gives them, object after object
     */
    public void store(ByteBuffer bytes) {
        supervisor().storeBytes(bytes, null);
    }

    /**
     * Stores one block of records that Spark's serializer has made bytes of; durable when it returns.
     *
     * @param bytes as {@code spark.serializer} gives them, object after object
     * @param metadata not used, see {@link #store(Iterator, Object)}
     */
    public void store(ByteBuffer bytes, Object metadata) {
        supervisor().storeBytes(bytes, metadata);
    }

    /**
     * {@return the position that the last durable block with a position brought, in whatever process it was stored:
     * where to go on} Empty when this stream never stored one, as at the very first start.
     */
    public Optional<SourcePosition> lastPosition() {
        return supervisor().lastPosition();
    }

    /**
     * Tells the driver, and its listeners, of an error; the receiver goes on.
     *
     * @param message for the log and for listeners
     * @param throwable what went wrong
     */
    public void reportError(String message, Throwable throwable) {
        supervisor().reportError(message, throwable);
    }

    /**
     * Restarts the receiver: {@link #onStop()}, a delay of {@code spark.streaming.receiverRestartDelay}, {@link
     * #onStart()}. Returns at once; another thread does it.
     *
     * @param message for the log and for listeners
     */
    public void restart(String message) {
        supervisor().restart(message, null);
    }

    /**
     * Restarts the receiver, see {@link #restart(String)}, because of an error.
     *
     * @param message for the log and for listeners
     * @param error what went wrong
     */
    public void restart(String message, Throwable error) {
        supervisor().restart(message, error);
    }

    /**
     * Restarts the receiver, see {@link #restart(String)}, after a delay of its own.
     *
     * @param message for the log and for listeners
     * @param error what went wrong
     * @param millisecond how long to wait before it starts again, in milliseconds
     */
    public void restart(String message, Throwable error, int millisecond) {
        supervisor().restart(message, error, millisecond);
    }

    /**
     * Ends this run of the receiver. Unless the context is stopping, the driver starts it again, maybe elsewhere.
     *
     * @param message for the log and for listeners
     */
    public void stop(String message) {
        supervisor().stop(message, null);
    }

    /**
     * Ends this run of the receiver, see {@link #stop(String)}, because of an error.
     *
     * @param message for the log and for listeners
     * @param error what went wrong
     */
    public void stop(String message, Throwable error) {
        supervisor().stop(message, error);
    }

    /** {@return whether {@link #onStart()} was called and {@link #onStop()} was not yet} */
    public boolean isStarted() {
        return supervisor().isStarted();
    }

    /** {@return whether the receiver was stopped; receiving threads end when it says so} */
    public boolean isStopped() {
        return supervisor().isStopped();
    }

    /** {@return the id of this receiver's input stream, counted from 0; -1 before the receiver is started} */
    public int streamId() {
        return supervisor == null ? -1 : supervisor.streamId();
    }

    /**
     * For the runtime: gives the receiver its supervisor, before it is started.
     *
     * @param newSupervisor who runs the receiver
     */
    public final void attachSupervisor(ReceiverSupervisor<T> newSupervisor) {
        supervisor = requireNonNull(newSupervisor, "supervisor");
    }

    private ReceiverSupervisor<T> supervisor() {
        if (supervisor == null) {
            throw new AssertionError(
                    "assertion failed: A ReceiverSupervisor has not been attached to the receiver yet. Maybe you are"
                            + " starting some computation in the receiver before the Receiver.onStart() has been called.");
        }
        return supervisor;
    }
}
