package io.durastream.statestore;

/** State was written with other classes or serializers than it is read with. Says which ones, and what to do. */
public final class IncompatibleStateException extends RuntimeException {

    /** Says which state does not fit, and to what. */
    public IncompatibleStateException(String message) {
        super(message);
    }

    /** Says which state does not fit, to what, and how it was found. */
    public IncompatibleStateException(String message, Throwable cause) {
        super(message, cause);
    }
}
