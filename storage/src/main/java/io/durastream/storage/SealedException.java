package io.durastream.storage;

import java.io.IOException;

/** A write was refused because somebody sealed the file: the writer belongs to the past and has to stop. */
public final class SealedException extends IOException {

    /** Says which file is sealed. */
    public SealedException(String message) {
        super(message);
    }

    /** @param cause how the file system refused the write */
    public SealedException(String message, Throwable cause) {
        super(message, cause);
    }
}
