package io.durastream.runtime.recovery;

/**
 * The application does not fit the checkpoint directory that it is to continue. The message lists every operator that
 * does not fit and what to do about it. Nothing was changed in the directory.
 */
public final class CheckpointMismatchException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public CheckpointMismatchException(String message) {
        super(message);
    }
}
