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
        /** {@code Storage.putIfAbsent}. */
        PUT_IF_ABSENT,
        /** {@code Storage.create}. */
        CREATE,
        /** {@code AppendFile.append}. */
        APPEND,
        /** {@code AppendFile.flush}. */
        FLUSH,
        /** Closing an {@code AppendFile}; closing a file that was read is no operation. */
        CLOSE,
        /** {@code Storage.seal}. */
        SEAL,
        /** {@code Storage.read}. */
        READ,
        /** {@code Storage.open}. */
        OPEN,
        /** {@code ReadFile.read}. */
        READ_AT,
        /** {@code ReadFile.length}. */
        LENGTH,
        /** {@code Storage.list}. */
        LIST,
        /** {@code Storage.delete}. */
        DELETE
    }

    @Override
    public String toString() {
        return client + ": " + kind + " " + path;
    }
}
