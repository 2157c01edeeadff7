package io.durastream.storage.fault;

import java.io.IOException;

/**
 * Called on the caller's thread around every operation, without any lock held: it may block (a scheduler decides who
 * goes on), crash the client, or throw an {@link IOException}, which the caller sees as an operation of unknown outcome.
 */
public interface OperationHook {

    /** Does nothing. */
    OperationHook NONE = new OperationHook() {};

    /** The operation is about to happen. When this throws, it does not happen. */
    default void before(Operation operation) throws IOException {}

    /** The operation has happened, or was refused with an exception; the caller does not know yet. */
    default void after(Operation operation) throws IOException {}
}
