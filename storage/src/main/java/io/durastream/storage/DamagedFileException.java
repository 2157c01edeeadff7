package io.durastream.storage;

import java.io.IOException;

/** A file does not hold what was once made durable in it. Nothing goes on past damage by itself (promise P6). */
public final class DamagedFileException extends IOException {

    private final String file;
    private final long offset;

    /**
     * @param file the file, so that an operator finds it
     * @param offset where the damage begins, in bytes
     * @param expectation what should be there and what was found instead
     */
    public DamagedFileException(String file, long offset, String expectation) {
        super("Damaged file " + file + " at offset " + offset + ": " + expectation);
        this.file = file;
        this.offset = offset;
    }

    /** {@return the file that is damaged} */
    public String file() {
        return file;
    }

    /** {@return where in the file the damage was found, in bytes} */
    public long offset() {
        return offset;
    }
}
