package io.durastream.runtime.receiver;

import java.io.IOException;

/** A receiver's attempt has ended by itself: nothing that it stores can be acknowledged any more. */
final class AttemptOverException extends IOException {

    private static final long serialVersionUID = 1;

    private final Reason reason;

    AttemptOverException(Reason reason, String message, IOException cause) {
        super(message, cause);
        this.reason = reason;
    }

    AttemptOverException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }

    /** Why, and what follows from it. */
    enum Reason {
        /** A later driver has taken over: this receiver has to stop for good. */
        FENCED,
        /** The driver does not want this attempt any more: another one runs, or none shall. */
        REFUSED,
        /** The driver did not say whether it took a block: a new attempt finds out. */
        UNDECIDED
    }
}
