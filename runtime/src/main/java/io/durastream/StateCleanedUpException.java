package io.durastream;

import java.io.IOException;

/**
 * The state of a batch was read while the application that writes it went on, and deleted it: no batch that is retained needs
 * it any more. Open the newest batch again.
 */
public final class StateCleanedUpException extends IOException {

    private static final long serialVersionUID = 1;

    /**
     * For state that is gone.
     *
     * @param message what was read, and what there is now
     * @param cause what was missing
     */
    public StateCleanedUpException(String message, Throwable cause) {
        super(message, cause);
    }
}
