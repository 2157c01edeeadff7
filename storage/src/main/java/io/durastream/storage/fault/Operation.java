package io.durastream.storage.fault;

import io.durastream.storage.StoragePath;

/**
 * One call of a storage operation.
 *
 * @param kind which operation
 * @param client who calls: the name of the simulated process
 * @param path the file or, for a listing, the directory
 */
public record Operation(Kind kind, String client, StoragePath path) {

    /** The operations of the port, those of open files included. */
    public enum Kind {
        PUT_IF_ABSENT,
        CREATE,
        APPEND,
        FLUSH,
        /** Closing an {@code AppendFile}; closing a file that was read is no operation. */
        CLOSE,
        SEAL,
        READ,
        OPEN,
        READ_AT,
        LENGTH,
        LIST,
        DELETE
    }

    @Override
    public String toString() {
        return client + ": " + kind + " " + path;
    }
}
