package io.durastream.runtime.input;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathFilter;

/** A {@link PlannedFileSystem} over the local disk, which Hadoop wants to be a {@link LocalFileSystem}. */
public final class PlannedLocalFileSystem extends LocalFileSystem {

    private PlannedFiles planned = new PlannedFiles(new Configuration(false));

    @Override
    public void initialize(URI name, Configuration conf) throws IOException {
        planned = new PlannedFiles(conf);
        super.initialize(name, conf);
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        return planned.status(makeQualified(path), super::getFileStatus);
    }

    /** See {@link PlannedFileSystem#globStatus}. */
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
}
