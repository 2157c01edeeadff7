package io.durastream.runtime.driver;

/**
 * What a batch needs cannot be had now: the storage of the checkpoint directory or of an executor is out of order. The
 * batch did not happen, and waits until it can.
 */
public final class UnavailableException extends Exception {

    private static final long serialVersionUID = 1;

    public UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
