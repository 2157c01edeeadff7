package io.durastream.runtime.input;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.FutureDataInputStreamBuilder;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathFilter;
import org.apache.hadoop.fs.impl.OpenFileParameters;

/**
 * A file system on which the files of a plan are as they were when they were planned, whatever was appended to them since.
 * All else is as it is. Made by Hadoop, for a configuration of {@link PlannedFiles}.
 */
public final class PlannedFileSystem extends FilterFileSystem {

    private PlannedFiles planned = new PlannedFiles(new Configuration(false));

    @Override
    public void initialize(URI name, Configuration conf) throws IOException {
        fs = PlannedFiles.replaced(name, conf);
        planned = new PlannedFiles(conf);
        super.initialize(name, conf);
    }

    @Override
    public String getScheme() {
        return fs.getScheme();
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        return planned.status(makeQualified(path), super::getFileStatus);
    }

    /** A planned path is the name of a file also where it looks like a pattern, or like that of a hidden file. */
    @Override
    public FileStatus[] globStatus(Path pattern, PathFilter filter) throws IOException {
        return planned.contains(makeQualified(pattern))
                ? new FileStatus[] {getFileStatus(pattern)}
                : super.globStatus(pattern, filter);
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        return planned.open(makeQualified(path), super::getFileStatus, file -> super.open(file, bufferSize));
    }

    @Override
    public FutureDataInputStreamBuilder openFile(Path path) {
        return createDataInputStreamBuilder(this, path);
    }

    @Override
    protected CompletableFuture<FSDataInputStream> openFileWithOptions(Path path, OpenFileParameters parameters) {
        try {
            return CompletableFuture.completedFuture(open(path, parameters.getBufferSize()));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** The file system behind is shared. */
    @Override
    public void close() {}
}
