package io.durastream.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;

/**
 * One directory tree on a file system, reduced to the operations that recovery can be built on.
 *
 * <p>All paths are relative to the tree. Parent directories come into being with their first file and are of no
 * meaning: a directory without files does not exist for {@link #list}. A name is that of a file or of a directory; to
 * write to one as if it were the other fails. File names that begin with a dot belong to the
 * adapter; they can be neither created nor seen.
 *
 * <p>Outcomes. A method that returns has taken effect. A method that throws one of the exceptions named in its Javadoc
 * has not. <em>Any other</em> {@link IOException} means that the outcome is unknown: the operation may have taken
 * effect, may not have, and may still take effect later; whoever needs to know decides by reading.
 *
 * <p>An instance may be used by many threads. {@code StorageContract} in this module's tests is the executable form of
 * this page, and {@code ContractProbe} checks the part of it that depends on the file system, at start.
 */
public interface Storage extends AutoCloseable {

    /** Where the tree is, for messages: {@code hdfs://nn/app/checkpoint}. */
    String location();

    /**
     * Makes {@code path} with exactly {@code content}, unless a file of that name exists. Of any number of concurrent
     * callers, on any number of machines, one gets {@link PutResult#CREATED}; nobody ever sees a part of the content.
     * Durable when it returns. An attempt that was given up may leave an invisible temporary file.
     */
    PutResult putIfAbsent(StoragePath path, byte[] content) throws IOException;

    /**
     * Makes an empty file and opens it for appending.
     *
     * @throws FileAlreadyExistsException when there is a file of that name, sealed or not
     */
    AppendFile create(StoragePath path) throws IOException;

    /**
     * Ends the file for good. When this returns, the file has its final length, which contains every byte that a
     * {@link AppendFile#flush()} has acknowledged, and no byte of a writer that was open is acknowledged any more, be
     * its process alive, paused or on the other side of a partition. Sealing a sealed or closed file is harmless and
     * gives the same length. May take seconds (HDFS recovers the writer's lease).
     *
     * @return the final length in bytes
     * @throws FileNotFoundException when there is no such file
     */
    long seal(StoragePath path) throws IOException;

    /**
     * The whole content. For files that are small by construction; others are {@linkplain #open opened}.
     *
     * @throws FileNotFoundException when there is no such file
     */
    default byte[] read(StoragePath path) throws IOException {
        try (ReadFile file = open(path)) {
            return file.readAll();
        }
    }

    /**
     * Opens a file for positioned reads, also one that is being written.
     *
     * @throws FileNotFoundException when there is no such file
     */
    ReadFile open(StoragePath path) throws IOException;

    /**
     * All files below {@code directory} at any depth, in the order of their paths; empty when there are none. Contains
     * every file whose creation was acknowledged before the call and that was not deleted meanwhile. The length of a
     * file that is being written is a lower bound.
     */
    List<FileInfo> list(StoragePath directory) throws IOException;

    /**
     * Deletes a file, together with what the adapter keeps beside it. This fences nobody: a file that may have a writer
     * is sealed first, or else the writer may get bytes acknowledged that are gone.
     *
     * @return whether there was one
     */
    boolean delete(StoragePath path) throws IOException;

    @Override
    void close() throws IOException;

    /** What became of a {@link #putIfAbsent}. */
    enum PutResult {
        /** The file is there, durable, with the caller's content. */
        CREATED,
        /** Somebody's file was there before; nothing changed. */
        EXISTS
    }
}
