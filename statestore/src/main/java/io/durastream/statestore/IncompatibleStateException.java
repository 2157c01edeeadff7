package io.durastream.statestore;

import org.jspecify.annotations.Nullable;

/** State was written with other classes or serializers than it is read with. Says which ones, and what to do. */
public final class IncompatibleStateException extends RuntimeException {

    /** What to do about a class that has changed too much. */
    static final String REMEDY = "Start with the class as it was, give the operator a serializer of its own that reads"
            + " both, or drop the operator's state";

    /** Says which state does not fit, and to what. */
    public IncompatibleStateException(String message) {
        super(message);
    }

    /** Says which state does not fit, to what, and how it was found. */
    public IncompatibleStateException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
