package io.durastream.wal;

import io.durastream.storage.Epoch;
import io.durastream.storage.FileInfo;
import java.util.List;

/**
 * What one writer left in a log.
 *
 * @param epoch the epoch that the writer belonged to
 * @param writer its name
 * @param files all its files, in the order in which they may be deleted; lengths of open ones are lower bounds
 */
public record WriterLog(Epoch epoch, String writer, List<FileInfo> files) {

    public WriterLog {
        files = List.copyOf(files);
    }

    /** Where a scan of the whole of it starts. */
    public LogPosition beginning() {
        return LogPosition.beginning(epoch, writer);
    }

    /** {@return the bytes of all files together} */
    public long bytes() {
        return files.stream().mapToLong(FileInfo::length).sum();
    }
}
