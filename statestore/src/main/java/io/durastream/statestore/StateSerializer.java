package io.durastream.statestore;

/**
 * Turns keys or values into bytes and back. Used by one thread at a time: make one for each transaction, or one for each
 * thread.
 *
 * <p>Keys are compared by their serialized bytes. Equal keys must therefore give equal bytes: no hash sets or hash maps
 * with more than one possible order inside a key.
 */
public interface StateSerializer<T> {

    /** {@return the value as bytes; equal keys give equal bytes} */
    byte[] serialize(T value);

    /**
     * Reads what {@link #serialize} wrote, in this or in an earlier process.
     *
     * @throws IncompatibleStateException when the bytes were written from another shape of the class
     */
    T deserialize(byte[] bytes);

    /**
     * Names what the bytes look like, for example {@code string/1}. Written down with the state; state of another format
     * is refused when it is opened.
     */
    String format();
}
