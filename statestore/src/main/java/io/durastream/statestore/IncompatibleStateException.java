package io.durastream.statestore;

/** State was written with other classes or serializers than it is read with. Says which ones, and what to do. */
public final class IncompatibleStateException extends RuntimeException {

    public IncompatibleStateException(String message) {
        super(message);
    }

    public IncompatibleStateException(String message, Throwable cause) {
        super(message, cause);
    }
}
