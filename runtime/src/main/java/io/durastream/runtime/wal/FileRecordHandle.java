package io.durastream.runtime.wal;

import io.durastream.WriteAheadLogRecordHandle;
import io.durastream.wal.LogExtent;
import java.nio.ByteBuffer;

/** A record of a {@link FileLog}: the binary form of its {@link LogExtent}. */
final class FileRecordHandle extends WriteAheadLogRecordHandle {

    private static final long serialVersionUID = 1;

    private final byte[] bytes;

    FileRecordHandle(LogExtent extent) {
        ByteBuffer target = ByteBuffer.allocate(extent.encodedBytes());
        extent.writeTo(target);
        bytes = target.array();
    }

    LogExtent extent() {
        return LogExtent.readFrom(ByteBuffer.wrap(bytes));
    }

    @Override
    public String toString() {
        return "record " + extent();
    }
}
