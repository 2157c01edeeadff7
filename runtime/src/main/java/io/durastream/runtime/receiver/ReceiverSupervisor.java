package io.durastream.runtime.receiver;

import io.durastream.Receiver;
import io.durastream.SourcePosition;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The runtime's side of a {@link Receiver}, in the same JVM: takes what it stores, and starts, restarts and stops it.
 * It {@linkplain Receiver#attachSupervisor attaches} itself before it calls {@link Receiver#onStart()} for the first
 * time. The Javadoc of the receiver's methods of the same names is the contract; here stands only what an
 * implementation needs beyond it.
 *
 * <p>All methods may be called from any number of the receiver's threads. Those that store throw a {@code
 * SparkException} when the records cannot be stored, and do not declare it, as Spark Streaming does not.
 *
 * @param <T> records
 */
public interface ReceiverSupervisor<T> {

    /** Adds a record to the current block. May block: rate limit, queue of blocks. */
    void storeRecord(T item);

    /**
     * Makes a block of the records, reads the iterator to its end on the calling thread, and returns when the block is
     * durable and reported to the driver. A block without records is stored too when it brings a position.
     *
     * @param metadata not used
     * @param position where the source stands after these records, if the receiver says
     */
    void storeBlock(Iterator<T> records, @Nullable Object metadata, @Nullable SourcePosition position);

    /** The same with records that Spark's serializer has made bytes of; the buffer is not touched after the return. */
    void storeBytes(ByteBuffer bytes, @Nullable Object metadata);

    /** The position that the last durable block of this stream brought, of whatever start of the receiver. */
    Optional<SourcePosition> lastPosition();

    void reportError(String message, Throwable error);

    /** Restarts after {@code spark.streaming.receiverRestartDelay}; returns at once. */
    void restart(String message, @Nullable Throwable error);

    /** Restarts after {@code delayMillis}; returns at once. */
    void restart(String message, @Nullable Throwable error, int delayMillis);

    void stop(String message, @Nullable Throwable error);

    boolean isStarted();

    boolean isStopped();

    int streamId();
}
