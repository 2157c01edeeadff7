package io.durastream.runtime.input;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a plan, as a Hadoop configuration carries them to whoever reads them, and the rules by which they are seen:
 * each is there, and is as long as it was when it was planned.
 *
 * <p>Any input format that finds its files as {@link FileInputFormat} does then reads exactly the plan: the configuration
 * names the planned files as the input, and puts a {@link PlannedFileSystem} in the place of the file system they are on.
 */
final class PlannedFiles {

    private static final Logger LOG = LoggerFactory.getLogger(PlannedFiles.class);
    private static final String PREFIX = "durastream.internal.planned.";
    private static final String FILE = PREFIX + "file.";
    private static final String REPLACED = PREFIX + "replaced.";

    private final Configuration conf;

    /** @param conf made by {@link #asOnlyInput} */
    PlannedFiles(Configuration conf) {
        this.conf = conf;
    }

    /** A configuration under which these files are all input there is, in this order; they are on one file system. */
    static Configuration asOnlyInput(List<PlannedFile> files, Configuration base) throws IOException {
        Job job = Job.getInstance(base);
        Path[] paths = files.stream().map(file -> new Path(file.path())).toArray(Path[]::new);
        FileInputFormat.setInputPaths(job, paths);
        Configuration conf = job.getConfiguration();
        // Several threads would list them in any order.
        conf.setInt(FileInputFormat.LIST_STATUS_NUM_THREADS, 1);
        for (PlannedFile file : files) {
            conf.set(keyOf(file.path()), file.length() + " " + file.modifiedMillis());
        }
        String scheme =
                paths[0].getFileSystem(base).makeQualified(paths[0]).toUri().getScheme();
        boolean local = LocalFileSystem.class.isAssignableFrom(FileSystem.getFileSystemClass(scheme, base));
        replace(conf, implKey(scheme), (local ? PlannedLocalFileSystem.class : PlannedFileSystem.class).getName());
        replace(conf, uncachedKey(scheme), "true");
        return conf;
    }

    /** The file system that a {@link PlannedFileSystem} stands in front of. */
    static FileSystem replaced(URI uri, Configuration conf) throws IOException {
        Configuration original = new Configuration(conf);
        restore(original, implKey(uri.getScheme()));
        restore(original, uncachedKey(uri.getScheme()));
        return FileSystem.get(uri, original);
    }

    /** Whether the plan has the file. */
    boolean contains(Path file) {
        return planned(file) != null;
    }

    /**
     * What is seen of a file.
     *
     * @param file qualified
     * @param now how it really is
     */
    FileStatus status(Path file, Lookup now) throws IOException {
        PlannedFile planned = planned(file);
        return planned == null ? now.status(file) : asPlanned(planned, current(planned, now));
    }

    /**
     * What is read of a file.
     *
     * @param file qualified
     * @param now how it really is
     * @param opener opens it as it really is
     */
    FSDataInputStream open(Path file, Lookup now, Opener opener) throws IOException {
        PlannedFile planned = planned(file);
        if (planned == null) {
            return opener.open(file);
        }
        boolean longer = current(planned, now).getLen() > planned.length();
        FSDataInputStream all = opener.open(file);
        return longer ? new FSDataInputStream(new BoundedInput(all, planned.length())) : all;
    }

    private @Nullable PlannedFile planned(Path file) {
        String path = file.toString();
        String value = conf.get(keyOf(path));
        if (value == null) {
            return null;
        }
        int blank = value.indexOf(' ');
        return new PlannedFile(
                path, Long.parseLong(value.substring(blank + 1)), Long.parseLong(value.substring(0, blank)));
    }

    private static FileStatus current(PlannedFile planned, Lookup lookup) throws IOException {
        FileStatus now;
        try {
            now = lookup.status(new Path(planned.path()));
        } catch (FileNotFoundException e) {
            FileNotFoundException named = new FileNotFoundException("File " + planned.path()
                    + " is part of a planned batch and is gone. Put it back; the batch is then executed again");
            named.initCause(e);
            throw named;
        }
        if (now.getLen() < planned.length()) {
            throw new IOException("File " + planned.path() + " had " + planned.length()
                    + " bytes when its batch was planned and has " + now.getLen()
                    + " now. Put the original back; the batch is then executed again");
        }
        return now;
    }

    private static FileStatus asPlanned(PlannedFile planned, FileStatus now) {
        if (now.getModificationTime() != planned.modifiedMillis()) {
            LOG.warn(
                    "File {} was modified after its batch was planned; of its {} bytes the first {} are read. Files"
                            + " must appear whole: write elsewhere, then rename",
                    planned.path(),
                    now.getLen(),
                    planned.length());
        }
        return new FileStatus(
                planned.length(),
                false,
                now.getReplication(),
                now.getBlockSize(),
                planned.modifiedMillis(),
                now.getPath());
    }

    private static void replace(Configuration conf, String key, String value) {
        String original = conf.get(key);
        if (original != null) {
            conf.set(REPLACED + key, original);
        }
        conf.set(key, value);
    }

    private static void restore(Configuration conf, String key) {
        String original = conf.get(REPLACED + key);
        if (original == null) {
            conf.unset(key);
        } else {
            conf.set(key, original);
        }
    }

    private static String implKey(String scheme) {
        return "fs." + scheme + ".impl";
    }

    private static String uncachedKey(String scheme) {
        return "fs." + scheme + ".impl.disable.cache";
    }

    /** Encoded, because a configuration trims its keys. */
    private static String keyOf(String path) {
        return FILE + URLEncoder.encode(path, UTF_8);
    }

    /** Looks a file up as it really is. */
    interface Lookup {
        FileStatus status(Path file) throws IOException;
    }

    /** Opens a file as it really is. */
    interface Opener {
        FSDataInputStream open(Path file) throws IOException;
    }
}
