package io.durastream.runtime.wal;

import io.durastream.WriteAheadLog;
import io.durastream.WriteAheadLogRecordHandle;
import io.durastream.storage.Clock;
import io.durastream.storage.Epoch;
import io.durastream.storage.FileInfo;
import io.durastream.storage.SealedException;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.storage.Storages;
import io.durastream.wal.LogExtent;
import io.durastream.wal.LogPosition;
import io.durastream.wal.LogWriter;
import io.durastream.wal.SealReport;
import io.durastream.wal.SegmentedLog;
import io.durastream.wal.WriterLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log in a directory: a {@link SegmentedLog} below {@code log/}, in {@linkplain Chunk chunks} that span the rolling
 * interval. An instance takes the directory over when it is opened, and is fenced as soon as another one is.
 *
 * <p>Any thread may call; writes take turns. A thread of its own removes old chunks.
 */
public final class FileLog extends WriteAheadLog {

    private static final Logger LOG = LoggerFactory.getLogger(FileLog.class);
    private static final StoragePath ROOT = StoragePath.of("log");
    private static final long CLOSE_SECONDS = 10;

    private final Storage storage;
    private final SegmentedLog log;
    private final LogSettings settings;
    private final Epoch epoch;
    private final ExecutorService cleaner = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "write-ahead-log-cleaner");
        made.setDaemon(true);
        return made;
    });

    /** What follows is guarded by the monitor; writer and chunk are null while none is open. */
    private @Nullable LogWriter writer;

    private @Nullable Chunk chunk;
    private long chunks;
    private boolean closed;

    private FileLog(Storage storage, SegmentedLog log, LogSettings settings, Epoch epoch) {
        this.storage = storage;
        this.log = log;
        this.settings = settings;
        this.epoch = epoch;
    }

    /** Opens a directory, and thereby takes it over. May take seconds where an earlier instance was killed. */
    public static FileLog open(String directory, Configuration hadoop, LogSettings settings, Clock clock) {
        try {
            return open(Storages.open(directory, hadoop, clock), settings, clock);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot open the write-ahead log in " + directory, e);
        }
    }

    static FileLog open(Storage storage, LogSettings settings, Clock clock) throws IOException {
        SegmentedLog log = new SegmentedLog(storage, ROOT, settings.options(), clock);
        SealReport report = log.takeOver();
        report.tornTails().forEach(tail -> LOG.warn("Write-ahead log in {}: {}", storage.location(), tail));
        return new FileLog(storage, log, settings, report.before());
    }

    @Override
    public synchronized WriteAheadLogRecordHandle write(ByteBuffer record, long time) {
        if (closed) {
            throw new IllegalStateException("The write-ahead log in " + storage.location() + " is closed");
        }
        try {
            LogExtent extent = writerFor(time).append(record);
            if (settings.closeFileAfterWrite()) {
                endChunk();
            }
            return new FileRecordHandle(extent);
        } catch (SealedException e) {
            throw new UncheckedIOException(
                    "The write-ahead log in " + storage.location()
                            + " was opened by somebody else, and nothing is written by this instance any more",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write to the write-ahead log in " + storage.location(), e);
        }
    }

    @Override
    public ByteBuffer read(WriteAheadLogRecordHandle handle) {
        if (!(handle instanceof FileRecordHandle ours)) {
            throw new IllegalArgumentException("Expected a handle that this kind of log returned from write, got "
                    + handle.getClass().getName());
        }
        try {
            return log.read(ours.extent());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Could not read " + ours + " of the write-ahead log in " + storage.location(), e);
        }
    }

    @Override
    public Iterator<ByteBuffer> readAll() {
        try {
            List<LogPosition> beginnings =
                    log.writers().stream().map(WriterLog::beginning).toList();
            return new RecordIterator(log, beginnings.iterator());
        } catch (IOException e) {
            throw new UncheckedIOException("Could not list the write-ahead log in " + storage.location(), e);
        }
    }

    @Override
    public void clean(long threshTime, boolean waitForCompletion) {
        Future<?> cleaning = cleaner.submit(() -> {
            removeBefore(threshTime);
            return null;
        });
        if (waitForCompletion) {
            await(cleaning);
        }
    }

    private void await(Future<?> cleaning) {
        try {
            cleaning.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "Could not remove old records of the write-ahead log in " + storage.location(), e.getCause());
        }
    }

    @Override
    public void close() {
        try {
            synchronized (this) {
                if (closed) {
                    return;
                }
                closed = true;
                endChunk();
            }
            cleaner.shutdown();
            if (!cleaner.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                cleaner.shutdownNow();
            }
            storage.close();
        } catch (IOException e) {
            LOG.warn("Could not close the write-ahead log in {}; what was written is durable", storage.location(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private LogWriter writerFor(long time) throws IOException {
        Chunk open = chunk;
        if (open != null && time > open.endMillis()) {
            endChunk();
        }
        LogWriter current = writer;
        if (current == null) {
            Chunk begun = new Chunk(chunks++, time, time + settings.rollingMillis());
            current = log.openWriter(epoch, begun.name());
            chunk = begun;
            writer = current;
        }
        return current;
    }

    private void endChunk() throws IOException {
        LogWriter ending = writer;
        writer = null;
        chunk = null;
        if (ending != null) {
            ending.close();
        }
    }

    private synchronized boolean isOpen(WriterLog candidate) {
        Chunk open = chunk;
        return open != null
                && candidate.epoch().equals(epoch)
                && candidate.writer().equals(open.name());
    }

    private void removeBefore(long threshold) throws IOException {
        try {
            for (WriterLog candidate : log.writers()) {
                if (mayGo(candidate, threshold)) {
                    for (FileInfo file : candidate.files()) {
                        storage.delete(file.path());
                    }
                }
            }
        } catch (IOException e) {
            LOG.warn("Old records of the write-ahead log in {} stay until the next clean", storage.location(), e);
            throw e;
        }
    }

    private boolean mayGo(WriterLog candidate, long threshold) {
        boolean old =
                Chunk.of(candidate).filter(it -> it.endMillis() < threshold).isPresent();
        // Of a later instance's records this one knows nothing.
        return old && !epoch.isBefore(candidate.epoch()) && !isOpen(candidate);
    }
}
