package io.durastream.storage.hdfs;

import io.durastream.storage.AppendFile;
import io.durastream.storage.Clock;
import io.durastream.storage.FileInfo;
import io.durastream.storage.ReadFile;
import io.durastream.storage.Storage;
import io.durastream.storage.StorageOptions;
import io.durastream.storage.StoragePath;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.client.HdfsClientConfigKeys;
import org.apache.hadoop.hdfs.client.HdfsDataInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port on a directory of HDFS. The NameNode orders all changes of names; a file has one writer, which holds its
 * lease.
 *
 * <ul>
 *   <li>put-if-absent: the content is written to a temporary file, complete on the DataNodes, which is then renamed
 *       <em>without overwrite</em> ({@code rename2}; the older {@code rename} moves into a directory of that name).
 *   <li>flush: {@code hflush}, or {@code hsync} for {@link io.durastream.storage.SyncMode#SYNC}.
 *   <li>seal: {@code recoverLease}. The NameNode closes the file with the length that all DataNodes have in common,
 *       which contains what any hflush acknowledged, under a new generation stamp; the old writer's pipeline is dead.
 * </ul>
 *
 * <pre>
 *  root/.tmp/put-&lt;id&gt;-&lt;n&gt;     contents of putIfAbsent that have no name yet; removed at open when an hour old
 *  root/a/b/name              a file; its bytes are the content
 * </pre>
 */
public final class HdfsStorage implements Storage {

    private static final Logger LOG = LoggerFactory.getLogger(HdfsStorage.class);

    private final DistributedFileSystem hdfs;
    private final Path root;
    private final StorageOptions options;
    private final TemporaryFiles temporary;
    private final Leases leases;

    private HdfsStorage(DistributedFileSystem hdfs, Path root, Clock clock, StorageOptions options) {
        this.hdfs = hdfs;
        this.root = root;
        this.options = options;
        this.temporary = new TemporaryFiles(hdfs, new Path(root, ".tmp"), options.hdfs());
        this.leases = new Leases(hdfs, clock, options.sealTimeout());
    }

    /** Opens the tree at {@code root}, over a connection of its own that is closed with the storage. */
    public static HdfsStorage open(Path root, Configuration hadoop, Clock clock, StorageOptions options)
            throws IOException {
        HdfsStorage storage = at(root, hadoop, clock, options);
        try {
            storage.temporary.removeOld(clock);
            return storage;
        } catch (IOException | RuntimeException failure) {
            storage.close();
            throw failure;
        }
    }

    /** The same, but what crashes left stays there: for who only reads. */
    public static HdfsStorage at(Path root, Configuration hadoop, Clock clock, StorageOptions options)
            throws IOException {
        Configuration own = new Configuration(hadoop);
        // Hadoop's shutdown hook would close the file system under a stop that is still saving its work.
        own.setBoolean("fs.automatic.close", false);
        // A file's end waits until the NameNode has heard of its last block, mostly some milliseconds after the first
        // try;
        // Hadoop would wait 400 before the second one. As patient as Hadoop on the whole, as waits double.
        own.setInt(HdfsClientConfigKeys.BlockWrite.LOCATEFOLLOWINGBLOCK_INITIAL_DELAY_MS_KEY, 5);
        own.setInt(HdfsClientConfigKeys.BlockWrite.LOCATEFOLLOWINGBLOCK_RETRIES_KEY, 12);
        FileSystem fileSystem = FileSystem.newInstance(root.toUri(), own);
        try {
            if (!(fileSystem instanceof DistributedFileSystem hdfs)) {
                throw new IllegalArgumentException("Not HDFS: " + root + " is on a "
                        + fileSystem.getClass().getName());
            }
            return new HdfsStorage(hdfs, hdfs.makeQualified(root), clock, options);
        } catch (RuntimeException failure) {
            fileSystem.close();
            throw failure;
        }
    }

    @Override
    public String location() {
        return root.toString();
    }

    @Override
    public PutResult putIfAbsent(StoragePath path, byte[] content) throws IOException {
        Path file = file(path);
        Path nameless = temporary.write(content);
        // Any failure but the refusal leaves the temporary file: the rename may still be on its way.
        if (renameTo(file, nameless)) {
            return PutResult.CREATED;
        }
        temporary.remove(nameless);
        failIfDirectory(file);
        return PutResult.EXISTS;
    }

    @Override
    public AppendFile create(StoragePath path) throws IOException {
        Path file = file(path);
        FSDataOutputStream out;
        try {
            out = hdfs.create(file, false);
        } catch (IOException failure) {
            if (!Refusals.nameIsTaken(failure)) {
                throw failure;
            }
            FileAlreadyExistsException taken = new FileAlreadyExistsException(file.toString());
            taken.initCause(failure);
            throw taken;
        }
        return new HdfsAppendFile(file, out, leases, options.hdfs());
    }

    @Override
    public long seal(StoragePath path) throws IOException {
        return leases.end(file(path));
    }

    @Override
    public ReadFile open(StoragePath path) throws IOException {
        return new HdfsReadFile((HdfsDataInputStream) hdfs.open(file(path)));
    }

    @Override
    public List<FileInfo> list(StoragePath directory) throws IOException {
        RemoteIterator<LocatedFileStatus> files;
        try {
            files = hdfs.listFiles(file(directory), true);
        } catch (FileNotFoundException nothing) {
            // No directory, no files. One that vanishes later, below this one, is somebody's interference and thrown.
            return List.of();
        }
        List<FileInfo> found = new ArrayList<>();
        String prefix = root.toUri().getPath().equals("/") ? "/" : root.toUri().getPath() + "/";
        while (files.hasNext()) {
            FileStatus status = files.next();
            String name = status.getPath().toUri().getPath().substring(prefix.length());
            if (StoragePath.isValid(name) && StoragePath.of(name).isBelow(directory)) {
                found.add(new FileInfo(StoragePath.of(name), status.getLen()));
            }
        }
        found.sort((a, b) -> a.path().compareTo(b.path()));
        return Collections.unmodifiableList(found);
    }

    @Override
    public boolean delete(StoragePath path) throws IOException {
        Path file = file(path);
        try {
            return !hdfs.getFileStatus(file).isDirectory() && hdfs.delete(file, false);
        } catch (FileNotFoundException none) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        hdfs.close();
    }

    /** Returns whether the name was free. */
    private boolean renameTo(Path file, Path nameless) throws IOException {
        try {
            try {
                hdfs.rename(nameless, file, Rename.NONE);
            } catch (FileNotFoundException noParent) {
                hdfs.mkdirs(file.getParent());
                hdfs.rename(nameless, file, Rename.NONE);
            }
            return true;
        } catch (org.apache.hadoop.fs.FileAlreadyExistsException taken) {
            LOG.debug("{} exists", file, taken);
            return false;
        }
    }

    private void failIfDirectory(Path file) throws IOException {
        try {
            if (hdfs.getFileStatus(file).isDirectory()) {
                throw new IOException("Not a file but a directory: " + file);
            }
        } catch (FileNotFoundException deletedMeanwhile) {
            LOG.debug("{} was deleted after it was found to exist", file, deletedMeanwhile);
        }
    }

    private Path file(StoragePath path) {
        return new Path(root, path.value());
    }
}
