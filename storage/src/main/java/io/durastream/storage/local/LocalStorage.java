package io.durastream.storage.local;

import io.durastream.storage.AppendFile;
import io.durastream.storage.Clock;
import io.durastream.storage.FileInfo;
import io.durastream.storage.ReadFile;
import io.durastream.storage.Storage;
import io.durastream.storage.StorageOptions;
import io.durastream.storage.StoragePath;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The port on a directory of a local disk. Any number of processes of the machine may use the same directory; machines
 * that share it over NFS may not, as its clients cache what sealing depends on.
 *
 * <h2>Sealing</h2>
 *
 * A writer may be paused (SIGSTOP, a long garbage collection) at any instruction, and a sealer can neither wait for it
 * nor take anything from it. It is fenced by two files beside the data file:
 *
 * <ol>
 *   <li>the sealer makes the marker {@code .name.sealed};
 *   <li>it reads the length L of the data file and makes those bytes durable;
 *   <li>it puts L, if absent, into {@code .name.length}: whoever puts it first decides the final length for everybody.
 * </ol>
 *
 * A flush writes, forces, and only <em>then</em> looks for the marker; it is acknowledged when there is none.
 *
 * <p><em>No acknowledged byte is lost.</em> A flush is acknowledged because the marker was not there when it looked. Its
 * bytes were in the file by then, and every L is read after the marker was made, thus later: L contains them.
 *
 * <p><em>No byte is acknowledged after a seal.</em> The marker is there before {@code seal} returns and stays: every
 * flush that looks later is refused. What a writer that wakes up late still writes lies behind L, because it appends and
 * a file never shrinks; readers and listings cut at L.
 *
 * <p>A sealer that dies after step 1 has fenced the writer and left the length open; the next one decides it. Deleting
 * removes the data file first and the seal after it, and the writer looks in the opposite order: it finds the seal, or
 * finds that its file is gone.
 *
 * <h2>Format</h2>
 *
 * <pre>
 *  root/.tmp/put-*            contents of putIfAbsent that have no name yet
 *  root/a/b/name              a file; its bytes are the content, up to the sealed length
 *  root/a/b/.name.sealed      see {@link Seal}
 *  root/a/b/.name.length
 * </pre>
 *
 * What a crash leaves of these is invisible, and is removed when a storage is opened an hour later.
 */
public final class LocalStorage implements Storage {

    private final Path root;
    private final DurableFiles files;

    private LocalStorage(Path root, StorageOptions options) {
        this.root = root;
        this.files = new DurableFiles(root.resolve(".tmp"), options.local());
    }

    /** Opens the tree at {@code root}; the directory comes into being with the first file. */
    public static LocalStorage open(Path root, Clock clock, StorageOptions options) throws IOException {
        LocalStorage storage = at(root, options);
        new Leftovers(storage.root, clock).remove();
        return storage;
    }

    /** The same, but what crashes left stays there: for who only reads. */
    public static LocalStorage at(Path root, StorageOptions options) {
        return new LocalStorage(root.toAbsolutePath().normalize(), options);
    }

    @Override
    public String location() {
        // Not Path.toUri(): its answer ends with a slash from the moment the directory exists.
        return "file://" + root;
    }

    @Override
    public PutResult putIfAbsent(StoragePath path, byte[] content) throws IOException {
        return files.putIfAbsent(file(path), content) ? PutResult.CREATED : PutResult.EXISTS;
    }

    @Override
    public AppendFile create(StoragePath path) throws IOException {
        Path file = file(path);
        if (new Seal(file).isBegun()) {
            throw new FileAlreadyExistsException(file.toString(), null, "it was sealed");
        }
        files.createNew(file);
        return new LocalAppendFile(file, files);
    }

    @Override
    public long seal(StoragePath path) throws IOException {
        Path file = file(path);
        if (!isFile(file)) {
            throw new FileNotFoundException("No file " + file);
        }
        try {
            return new Seal(file).put(files);
        } catch (NoSuchFileException deleted) {
            throw new FileNotFoundException("No file " + file);
        }
    }

    @Override
    public ReadFile open(StoragePath path) throws IOException {
        return LocalReadFile.open(file(path));
    }

    @Override
    public List<FileInfo> list(StoragePath directory) throws IOException {
        List<FileInfo> found = new ArrayList<>();
        collect(directory, found);
        found.sort((a, b) -> a.path().compareTo(b.path()));
        return Collections.unmodifiableList(found);
    }

    @Override
    public boolean delete(StoragePath path) throws IOException {
        Path file = file(path);
        if (Files.isDirectory(file)) {
            return false;
        }
        boolean existed = Files.deleteIfExists(file);
        new Seal(file).delete();
        return existed;
    }

    @Override
    public void close() {}

    private void collect(StoragePath directory, List<FileInfo> found) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(file(directory))) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                if (StoragePath.isValid(name)) {
                    add(directory.resolve(name), entry, found);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException nothing) {
            // No directory, no files.
        }
    }

    private void add(StoragePath path, Path entry, List<FileInfo> found) throws IOException {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(entry, BasicFileAttributes.class);
        } catch (NoSuchFileException deletedMeanwhile) {
            return;
        }
        if (attributes.isDirectory()) {
            collect(path, found);
        } else {
            long sealed = new Seal(entry).finalLength().orElse(Long.MAX_VALUE);
            found.add(new FileInfo(path, Math.min(attributes.size(), sealed)));
        }
    }

    private static boolean isFile(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    private Path file(StoragePath path) {
        return root.resolve(path.value());
    }
}
