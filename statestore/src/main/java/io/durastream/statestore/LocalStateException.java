package io.durastream.statestore;

/**
 * The local copy of a state failed: its disk is full or damaged. The copy is given up; the next attempt restores the
 * state from the checkpoint directory, so a task that fails with this is worth repeating.
 */
public final class LocalStateException extends RuntimeException {

    LocalStateException(String message, Throwable cause) {
        super(message, cause);
    }
}
