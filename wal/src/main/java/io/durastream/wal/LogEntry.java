package io.durastream.wal;

import java.nio.ByteBuffer;

/**
 * One append, as a reader finds it.
 *
 * @param extent where it stands; what {@link LogWriter#append} returned for it
 * @param payload what was appended, ready to be read
 */
public record LogEntry(LogExtent extent, ByteBuffer payload) {}
