package io.durastream.runtime.standby;

/** A takeover would be refused. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1;

    private final RuntimeException reason;

    RefusedException(RuntimeException reason) {
        super(reason);
        this.reason = reason;
    }

    /** What the takeover would throw. */
    RuntimeException reason() {
        return reason;
    }
}
