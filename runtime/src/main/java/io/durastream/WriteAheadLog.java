package io.durastream;

import java.nio.ByteBuffer;
import java.util.Iterator;

/**
 * A log of records that outlives the process which writes it: a service provider interface. {@link WriteAheadLogUtils}
 * makes the log that a configuration selects: a user's class with a constructor that takes a {@code SparkConf}, or else
 * one without arguments, or the built-in one.
 *
 * <p>For code of applications that keeps a log of its own, as it may have with Spark Streaming. Durastream itself does
 * not use it: what receivers bring goes to a log from which a driver that lost its leadership can be fenced off, and this
 * interface has no words for that.
 *
 * <p>Failures are unchecked exceptions, of kinds that the implementation chooses.
 */
public abstract class WriteAheadLog {

    /** For subclasses. */
    protected WriteAheadLog() {}

    /**
     * Adds a record. It is durable and can be read when this returns.
     *
     * @param record the remaining bytes
     * @param time what {@link #clean} compares, in milliseconds
     * @return for {@link #read}
     */
    public abstract WriteAheadLogRecordHandle write(ByteBuffer record, long time);

    /**
     * Reads one record.
     *
     * @param handle what {@link #write} returned, in this process or in an earlier one
     * @return the bytes that were written
     */
    public abstract ByteBuffer read(WriteAheadLogRecordHandle handle);

    /** {@return all records that were not cleaned yet, those of earlier instances too, the oldest first} */
    public abstract Iterator<ByteBuffer> readAll();

    /**
     * Allows to remove records; which of them go, and when, is the log's business.
     *
     * @param threshTime records that are older may go, in milliseconds
     * @param waitForCompletion whether what can be removed is gone when this returns
     */
    public abstract void clean(long threshTime, boolean waitForCompletion);

    /** Releases what the log holds. Idempotent. Nothing can be written afterwards. */
    public abstract void close();
}
