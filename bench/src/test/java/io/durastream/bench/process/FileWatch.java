package io.durastream.bench.process;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counts what others write below a directory: files, and the bytes by which they grow. A file is one file whatever it is
 * called: moved and linked ones count once. Each is held open, so that its inode is not given to another meanwhile, and so
 * that what is written just before it is deleted is seen.
 *
 * <p>One thread of its own watches. What is created and deleted before that thread can look is counted as {@link #missed}.
 */
public final class FileWatch implements AutoCloseable {

    private static final long POLL_MILLIS = 200;
    private static final long FORGET_MILLIS = 1_000;

    private final Path root;
    private final Function<Path, String> kindOf;
    private final WatchService events;
    private final Map<Object, Watched> files = new HashMap<>();
    private final Map<Path, Watched> names = new HashMap<>();
    private final Queue<Watched> deleted = new ArrayDeque<>();
    private final WrittenOverTime written = new WrittenOverTime();
    private final Thread thread = new Thread(this::watch, "file-watch");

    private final AtomicLong missed = new AtomicLong();

    /** Written by the watching thread, read by whoever asks. */
    private volatile @Nullable Exception failure;

    /**
     * Begins to watch.
     *
     * @param root an existing directory
     * @param kindOf names the kind of a file, given its path below the root
     */
    public FileWatch(Path root, Function<Path, String> kindOf) throws IOException {
        this.root = root;
        this.kindOf = kindOf;
        this.events = root.getFileSystem().newWatchService();
        register(root);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * {@return what was written in a span, by kind of file}
     *
     * @throws IllegalStateException when events were lost
     */
    public Map<String, Written> between(long fromMillis, long toMillis) {
        Exception cause = failure;
        if (cause != null) {
            throw new IllegalStateException("Not everything below " + root + " could be watched", cause);
        }
        return written.between(fromMillis, toMillis);
    }

    /** {@return how many names came and went unseen; each may have been a file, or a name of one that was counted} */
    public long missed() {
        return missed.get();
    }

    private void watch() {
        try {
            while (true) {
                WatchKey key = events.poll(POLL_MILLIS, MILLISECONDS);
                if (key != null) {
                    for (WatchEvent<?> event : key.pollEvents()) {
                        handle(event.kind(), (Path) key.watchable(), (Path) event.context());
                    }
                    key.reset();
                }
                forgetDeleted();
            }
        } catch (ClosedWatchServiceException e) {
            files.values().forEach(Watched::release);
        } catch (InterruptedException | IOException | RuntimeException e) {
            failure = e;
        }
    }

    private void handle(WatchEvent.Kind<?> kind, Path directory, @Nullable Path name) throws IOException {
        if (kind == OVERFLOW || name == null) {
            throw new IOException("Too many changes at once in " + directory);
        }
        Path path = directory.resolve(name);
        if (kind == ENTRY_CREATE) {
            appeared(path);
        } else if (kind == ENTRY_DELETE) {
            disappeared(path);
        } else {
            Watched file = names.get(path);
            if (file != null) {
                file.measure();
            }
        }
    }

    private void appeared(Path path) throws IOException {
        try {
            if (Files.isDirectory(path)) {
                register(path);
            } else if (!names.containsKey(path)) {
                Object inode = Files.getAttribute(path, "unix:ino");
                String kind = kindOf.apply(root.relativize(path));
                Watched file = files.get(inode);
                if (file == null) {
                    file = new Watched(inode, FileChannel.open(path), kind);
                    files.put(inode, file);
                }
                file.named(kind);
                names.put(path, file);
                file.measure();
            }
        } catch (NoSuchFileException e) {
            missed.incrementAndGet();
        }
    }

    private void disappeared(Path path) throws IOException {
        Watched file = names.remove(path);
        if (file != null) {
            file.names--;
            file.deletedAt = System.currentTimeMillis();
            file.measure();
            deleted.add(file);
        }
    }

    /** What is in a new directory before it can be watched has come by then. */
    private void register(Path directory) throws IOException {
        directory.register(events, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
        List<Path> found;
        try (Stream<Path> list = Files.list(directory)) {
            found = list.toList();
        }
        for (Path path : found) {
            appeared(path);
        }
    }

    /** Not at once: a moved file loses its old name before it gets its new one. */
    private void forgetDeleted() throws IOException {
        long until = System.currentTimeMillis() - FORGET_MILLIS;
        while (!deleted.isEmpty() && deleted.element().deletedAt < until) {
            Watched file = deleted.remove();
            if (file.names == 0 && files.remove(file.inode, file)) {
                file.measure();
                file.release();
            }
        }
    }

    /** Ends the watching; what was written until then can still be asked for. */
    @Override
    public void close() throws IOException {
        events.close();
    }

    private final class Watched {

        private final Object inode;
        private final FileChannel channel;
        private String kind;
        private Written total = Written.NOTHING;
        private long size;
        private int names;
        private long deletedAt;

        Watched(Object inode, FileChannel channel, String kind) {
            this.inode = inode;
            this.channel = channel;
            this.kind = kind;
            count(new Written(1, 0));
        }

        private void count(Written more) {
            written.add(kind, System.currentTimeMillis(), more);
            total = total.plus(more);
        }

        /** What had a temporary name before is of the kind of its last name. */
        void named(String newKind) {
            names++;
            if (!newKind.equals(kind)) {
                Written before = total;
                count(Written.NOTHING.minus(before));
                kind = newKind;
                count(before);
            }
        }

        /** A file that became smaller was written anew. */
        void measure() throws IOException {
            long now = channel.size();
            long grown = now < size ? now : now - size;
            size = now;
            if (grown > 0) {
                count(new Written(0, grown));
            }
        }

        void release() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
