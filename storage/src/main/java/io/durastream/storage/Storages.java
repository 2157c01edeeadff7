package io.durastream.storage;

import io.durastream.storage.hdfs.HdfsStorage;
import io.durastream.storage.local.LocalStorage;
import java.io.IOException;
import java.util.Map;
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
        return open(
                uri,
                hadoop,
                root -> LocalStorage.open(root, clock, options),
                root -> HdfsStorage.open(root, hadoop, clock, options));
    }

    /**
     * Opens the tree at {@code uri} for looking at it while others work on it: neither opening it nor anything else that is
     * done with the result changes it. What would is refused with {@link UnsupportedOperationException}.
     *
     * @param uri as for {@link #open(String, Configuration, Clock, StorageOptions)}
     */
    public static Storage openReadOnly(String uri, Configuration hadoop, Clock clock) throws IOException {
        StorageOptions options = StorageOptions.defaults();
        return new ReadOnlyStorage(open(
                uri,
                hadoop,
                root -> LocalStorage.at(root, options),
                root -> HdfsStorage.at(root, hadoop, clock, options)));
    }

    /**
     * {@link #openReadOnly(String, Configuration, Clock)} with the Hadoop configuration on the class path ({@code core-site.xml}
     * and so on).
     *
     * @param settings Hadoop's keys that are different
     */
    public static Storage openReadOnly(String uri, Map<String, String> settings, Clock clock) throws IOException {
        Configuration hadoop = new Configuration();
        settings.forEach(hadoop::set);
        return openReadOnly(uri, hadoop, clock);
    }

    private static Storage open(String uri, Configuration hadoop, Opening<java.nio.file.Path> local, Opening<Path> hdfs)
            throws IOException {
        Path path = new Path(uri);
        String scheme = path.toUri().getScheme();
        if (scheme == null) {
            scheme = FileSystem.getDefaultUri(hadoop).getScheme();
        }
        return switch (scheme) {
            case "file" -> local.open(java.nio.file.Path.of(path.toUri().getPath()));
            case "hdfs" -> hdfs.open(path);
            default ->
                throw new IllegalArgumentException(
                        "Cannot keep durable data at '" + uri + "': no adapter for the scheme '" + scheme
                                + "'. Use a directory on HDFS (hdfs://…) or on local disk (file:/…)");
        };
    }

    private interface Opening<P> {
        Storage open(P root) throws IOException;
    }
}
