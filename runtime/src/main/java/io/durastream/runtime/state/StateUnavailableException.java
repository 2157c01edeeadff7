package io.durastream.runtime.state;

import io.durastream.statestore.LocalStateException;
import io.durastream.storage.DamagedFileException;
import io.durastream.storage.SealedException;
import java.io.IOException;

/**
 * The state of a partition could not be opened, read or committed, for a reason that passes: the checkpoint directory or the
 * executor's disk does not answer, or is full. Thrown in tasks; on the driver it is among the causes of what Spark
 * throws.
 */
public final class StateUnavailableException extends IOException {

    private static final long serialVersionUID = 1;

    private StateUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    /** An operation on the state, and nothing of the user's. */
    interface Operation<T> {
        T run() throws IOException;
    }

    /**
     * Runs an operation.
     *
     * @param what it is, for people
     * @throws StateUnavailableException when it failed and may be repeated
     * @throws DamagedFileException as it comes: no waiting helps
     * @throws SealedException as it comes: the epoch is over
     */
    static <T> T unavailableIfFails(String what, Operation<T> operation) throws IOException {
        try {
            return operation.run();
        } catch (DamagedFileException | SealedException e) {
            throw e;
        } catch (IOException | LocalStateException e) {
            throw new StateUnavailableException("Could not " + what + ": " + e, e);
        }
    }
}
