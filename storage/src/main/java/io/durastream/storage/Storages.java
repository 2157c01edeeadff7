package io.durastream.storage;

import io.durastream.storage.hdfs.HdfsStorage;
import io.durastream.storage.local.LocalStorage;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Finds the adapter for a URI. */
public final class Storages {

    private Storages() {}

    /** {@link #open(String, Configuration, Clock, StorageOptions)} with the default options. */
    public static Storage open(String uri, Configuration hadoop, Clock clock) throws IOException {
        return open(uri, hadoop, clock, StorageOptions.defaults());
    }

    /**
     * Opens the tree at {@code uri}; it comes into being with its first file.
     *
     * @param uri {@code file:/…}, {@code hdfs://…}, or a path on the file system that {@code fs.defaultFS} names
     * @param hadoop for HDFS: addresses, security, time-outs
     * @throws IllegalArgumentException when there is no adapter for the scheme
     */
    public static Storage open(String uri, Configuration hadoop, Clock clock, StorageOptions options)
            throws IOException {
        Path path = new Path(uri);
        String scheme = path.toUri().getScheme();
        if (scheme == null) {
            scheme = FileSystem.getDefaultUri(hadoop).getScheme();
        }
        return switch (scheme) {
            case "file" -> LocalStorage.open(java.nio.file.Path.of(path.toUri().getPath()), clock, options);
            case "hdfs" -> HdfsStorage.open(path, hadoop, clock, options);
            default ->
                throw new IllegalArgumentException(
                        "Cannot keep durable data at '" + uri + "': no adapter for the scheme '" + scheme
                                + "'. Use a directory on HDFS (hdfs://…) or on local disk (file:/…)");
        };
    }
}
