package io.durastream.storage.fault;

import java.io.IOException;

/**
 * Thrown by {@link OperationHook#before}: the request is on its way, and the caller has given up waiting for the answer.
 * The operation takes effect later, when {@code SimulatedDisk.deliver} says so, or never; also after its client crashed.
 * For operations on names (put-if-absent, seal, delete), not on open files.
 */
public final class DelayedEffect extends IOException {

    /** For that operation. */
    public DelayedEffect(Operation operation) {
        super("No answer in time, outcome unknown: " + operation);
    }
}
