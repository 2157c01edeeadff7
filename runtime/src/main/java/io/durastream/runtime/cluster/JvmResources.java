package io.durastream.runtime.cluster;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What tasks in one JVM share: one instance for each kind of resource and checkpoint directory. Static, because tasks
 * come out of a serialized closure and have no other way to meet.
 */
public final class JvmResources {

    private static final Logger LOG = LoggerFactory.getLogger(JvmResources.class);

    /** Guarded by the class's monitor: tasks of many threads ask. */
    private static final Map<Key, Opened> OPENED = new HashMap<>();
    /** What is no epoch's; guarded likewise. */
    private static final Map<Key, AutoCloseable> STANDING = new HashMap<>();

    private JvmResources() {}

    /**
     * The resource of this kind for the directory and epoch; made at the first call. Resources of earlier epochs of the
     * same directory are closed then: their driver is gone or fenced.
     */
    public static synchronized <R extends AutoCloseable> R get(
            CheckpointAccess access, Class<R> kind, Supplier<R> opener) {
        Key key = new Key(access.uri(), kind);
        Opened opened = OPENED.get(key);
        if (opened != null && opened.epoch > access.epoch()) {
            throw new IllegalStateException("Epoch " + access.epoch() + " of " + access.uri()
                    + " is over: this process already works for epoch " + opened.epoch);
        }
        if (opened == null || opened.epoch < access.epoch()) {
            closeEarlier(access);
            opened = new Opened(access.epoch(), opener.get());
            OPENED.put(key, opened);
        }
        return kind.cast(opened.resource);
    }

    /**
     * The resource of this kind for the directory, whatever the epoch; made at the first call. It outlives epochs, because it
     * is what a driver leaves to the next one in this JVM, or had before it began its own.
     */
    public static synchronized <R extends AutoCloseable> R standing(
            CheckpointAccess access, Class<R> kind, Supplier<R> opener) {
        return kind.cast(STANDING.computeIfAbsent(new Key(access.uri(), kind), key -> opener.get()));
    }

    /** The same, if it was made before. */
    public static synchronized <R extends AutoCloseable> Optional<R> standing(CheckpointAccess access, Class<R> kind) {
        return Optional.ofNullable(STANDING.get(new Key(access.uri(), kind))).map(kind::cast);
    }

    /** Closes what this JVM opened for a directory, up to and with the epoch, and what is no epoch's. */
    public static synchronized void close(CheckpointAccess access) {
        closeUpTo(access.uri(), access.epoch());
        for (Iterator<Map.Entry<Key, AutoCloseable>> it = STANDING.entrySet().iterator(); it.hasNext(); ) {
            Map.Entry<Key, AutoCloseable> entry = it.next();
            if (entry.getKey().uri.equals(access.uri())) {
                it.remove();
                closeQuietly(entry.getKey(), entry.getValue());
            }
        }
    }

    private static void closeEarlier(CheckpointAccess access) {
        closeUpTo(access.uri(), access.epoch() - 1);
    }

    private static void closeUpTo(String uri, long epoch) {
        for (Iterator<Map.Entry<Key, Opened>> it = OPENED.entrySet().iterator(); it.hasNext(); ) {
            Map.Entry<Key, Opened> entry = it.next();
            if (entry.getKey().uri.equals(uri) && entry.getValue().epoch <= epoch) {
                it.remove();
                closeQuietly(entry.getKey(), entry.getValue().resource);
            }
        }
    }

    private static void closeQuietly(Key key, AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            LOG.warn("Could not close {} of {}; nothing is lost", key.kind, key.uri, e);
        }
    }

    private record Key(String uri, Class<?> kind) {}

    private record Opened(long epoch, AutoCloseable resource) {}
}
