package io.durastream.statestore;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the local copies lie, and whose they are:
 *
 * <pre>
 * &lt;local directory&gt;/&lt;digest of the checkpoint directory's location&gt;/
 *   &lt;store&gt;/                              one for each store that ever ran here
 *     guard/                              held open, and thereby locked, while the store lives
 *     state/&lt;operator&gt;/&lt;partition&gt;/&lt;n&gt;/    a copy: see LocalCopy
 * </pre>
 *
 * <p>The guard is an empty RocksDB, for its lock: the operating system gives it up when the process dies, however it dies,
 * and unlike Java's file locks it also holds between two stores in one process. A store that finds the guard of another
 * one free has it from then on, and everything beside it. Thread-safe.
 */
final class LocalDirectories implements AutoCloseable {

    static final Logger LOG = LoggerFactory.getLogger(LocalDirectories.class);

    private static final String GUARD = "guard";
    private static final int DIGEST_CHARACTERS = 16;

    private final Path all;
    private final Path own;
    private final AtomicInteger counter = new AtomicInteger();
    /** The store directories that this store holds, its own and those of the dead, by path. */
    private final Map<Path, RocksDB> guards = new HashMap<>();
    /** The copies that this store made or took over. */
    private final Set<Path> used = new HashSet<>();

    private LocalDirectories(Path all, Path own) {
        this.all = all;
        this.own = own;
    }

    static LocalDirectories open(Path localDirectory, String checkpointLocation, String store) throws IOException {
        Path all = localDirectory.resolve(digest(checkpointLocation));
        Path own = all.resolve(store);
        Files.createDirectories(own);
        LocalDirectories directories = new LocalDirectories(all, own);
        try {
            directories.guards.put(own, lock(own));
            return directories;
        } catch (RocksDBException e) {
            throw new IOException("Cannot lock the local state directory " + own + ": " + e.getMessage(), e);
        }
    }

    /** A new, empty directory for a copy. */
    synchronized LocalCopy create(StateId id) throws IOException {
        Path directory = partition(own, id).resolve(Integer.toString(counter.getAndIncrement()));
        used.add(directory);
        return new LocalCopy(Files.createDirectories(directory));
    }

    /** The copies of a partition that stores before this one left; they are the caller's now, each only once. */
    synchronized List<LocalCopy> leftBehind(StateId id) throws IOException {
        List<LocalCopy> found = new ArrayList<>();
        for (Path store : Directories.children(all)) {
            if (!store.equals(own) && Files.isDirectory(partition(store, id)) && isOurs(store)) {
                for (Path copy : Directories.children(partition(store, id))) {
                    if (used.add(copy)) {
                        found.add(new LocalCopy(copy));
                    }
                }
            }
        }
        return found;
    }

    private boolean isOurs(Path store) {
        if (guards.containsKey(store)) {
            return true;
        }
        try {
            guards.put(store, lock(store));
            return true;
        } catch (RocksDBException e) {
            LOG.debug("The local state in {} is in use", store, e);
            return false;
        }
    }

    private static RocksDB lock(Path store) throws RocksDBException {
        try (Options options = new Options().setCreateIfMissing(true).setKeepLogFileNum(1)) {
            return RocksDB.open(options, store.resolve(GUARD).toString());
        }
    }

    private static Path partition(Path store, StateId id) {
        return store.resolve("state").resolve(id.operator()).resolve(Integer.toString(id.partition()));
    }

    private static String digest(String location) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(location.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGEST_CHARACTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    /** Gives the directories to whoever wants them next. */
    @Override
    public synchronized void close() {
        guards.values().forEach(RocksDB::close);
        guards.clear();
    }
}
