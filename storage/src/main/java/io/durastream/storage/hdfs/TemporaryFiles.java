package io.durastream.storage.hdfs;

import io.durastream.storage.Clock;
import io.durastream.storage.SyncMode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whole contents that have no name yet. Their own names are unique over all processes and never reused. */
final class TemporaryFiles {

    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFiles.class);
    private static final Duration LEFTOVER_AGE = Duration.ofHours(1);

    private final DistributedFileSystem hdfs;
    private final Path directory;
    private final SyncMode mode;
    private final String prefix;
    private final AtomicLong count = new AtomicLong();

    TemporaryFiles(DistributedFileSystem hdfs, Path directory, SyncMode mode) {
        this.hdfs = hdfs;
        this.directory = directory;
        this.mode = mode;
        byte[] id = new byte[16];
        new SecureRandom().nextBytes(id);
        this.prefix = "put-" + HexFormat.of().formatHex(id) + "-";
    }

    /** A complete file with the content. */
    Path write(byte[] content) throws IOException {
        Path file = new Path(directory, prefix + count.getAndIncrement());
        try (FSDataOutputStream out = hdfs.create(file, false)) {
            out.write(content);
            if (mode == SyncMode.SYNC) {
                out.hsync();
            }
        }
        return file;
    }

    /** Removes a file that got no name. When it fails, {@link #removeOld} does it one day. */
    void remove(Path file) {
        try {
            hdfs.delete(file, false);
        } catch (IOException failure) {
            LOG.warn(
                    "Cannot delete the temporary file {}; it goes when a storage is opened an hour later",
                    file,
                    failure);
        }
    }

    /** Removes what crashed processes left. */
    void removeOld(Clock clock) throws IOException {
        long youngest = clock.wallMillis() - LEFTOVER_AGE.toMillis();
        try {
            for (FileStatus file : hdfs.listStatus(directory)) {
                if (file.getModificationTime() < youngest) {
                    hdfs.delete(file.getPath(), false);
                    LOG.info("Removed {}, which a crash has left", file.getPath());
                }
            }
        } catch (FileNotFoundException noDirectory) {
            LOG.debug("{} does not exist yet", directory, noDirectory);
        }
    }
}
