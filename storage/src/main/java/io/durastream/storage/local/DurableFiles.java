package io.durastream.storage.local;

import io.durastream.storage.SyncMode;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files and directory entries that survive a crash; which kind of crash, the {@link SyncMode} says. */
class DurableFiles {

    /** As any other new file: the process's umask takes its bits away. Temporary files are private otherwise. */
    private static final FileAttribute<Set<PosixFilePermission>> DEFAULT_PERMISSIONS =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-rw-rw-"));

    private final Path temporary;
    private final SyncMode mode;

    /** @param temporary the directory for files that have no name yet; on the same volume as all others */
    DurableFiles(Path temporary, SyncMode mode) {
        this.temporary = temporary;
        this.mode = mode;
    }

    /**
     * Makes a file with its whole content at once, by writing it under another name and linking it. A hard link is the
     * one operation of POSIX that gives a name to a whole file and fails when the name is taken.
     *
     * @return whether the name was free
     */
    boolean putIfAbsent(Path file, byte[] content) throws IOException {
        Path parent = parent(file);
        makeDirectory(parent);
        makeDirectory(temporary);
        Path nameless = Files.createTempFile(temporary, "put-", null, DEFAULT_PERMISSIONS);
        try {
            try (FileOutputStream out = new FileOutputStream(nameless.toFile())) {
                out.write(content);
                sync(out);
            }
            return link(nameless, file);
        } finally {
            Files.deleteIfExists(nameless);
        }
    }

    /** Makes an empty file whose directory entry is durable. */
    void createNew(Path file) throws IOException {
        makeDirectory(parent(file));
        Files.createFile(file);
        syncDirectory(parent(file));
    }

    /** Makes the bytes durable that are in the file now, whoever wrote them. */
    void sync(Path file) throws IOException {
        if (mode == SyncMode.SYNC) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(false);
            }
        }
    }

    void sync(FileOutputStream file) throws IOException {
        if (mode == SyncMode.SYNC) {
            file.getFD().sync();
        }
    }

    static Path parent(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("No directory above " + file);
        }
        return parent;
    }

    private boolean link(Path nameless, Path file) throws IOException {
        boolean free = true;
        try {
            Files.createLink(file, nameless);
        } catch (FileAlreadyExistsException taken) {
            free = false;
        } catch (UnsupportedOperationException unsupported) {
            throw new IOException(
                    "The file system of " + file + " makes no hard links; use a directory on another one", unsupported);
        }
        if (!free && Files.isDirectory(file)) {
            throw new IOException("Not a file but a directory: " + file);
        }
        // Also for the loser: what it is told to exist must not vanish with the winner's power.
        syncDirectory(parent(file));
        return free;
    }

    private void makeDirectory(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = parent(directory);
        makeDirectory(parent);
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException taken) {
            if (!Files.isDirectory(directory)) {
                throw new NotDirectoryException(directory.toString());
            }
        }
        syncDirectory(parent);
    }

    private void syncDirectory(Path directory) throws IOException {
        if (mode == SyncMode.SYNC) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            } catch (NoSuchFileException removed) {
                throw new IOException("The directory was removed by somebody: " + directory, removed);
            }
        }
    }
}
