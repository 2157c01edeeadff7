package io.durastream.runtime.input;

/**
 * A file as it was when it was planned.
 *
 * @param path fully qualified
 * @param modifiedMillis its modification time, in milliseconds since 1970
 * @param length in bytes; what is appended later is not read
 */
record PlannedFile(String path, long modifiedMillis, long length) {}
