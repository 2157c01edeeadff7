package io.durastream.runtime.receiver;

import io.durastream.Receiver;
import io.durastream.SourcePosition;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A supervisor that remembers what its receiver does, and restarts it at once and in another thread. Its "log" is a
 * list of blocks, which outlives restarts.
 */
public final class RecordingSupervisor<T> implements ReceiverSupervisor<T>, AutoCloseable {

    /** What {@link #storeBlock} and {@link #storeBytes} got; unused parts are null. */
    public record Block<T>(
            @Nullable List<T> records,
            @Nullable ByteBuffer bytes,
            @Nullable Object metadata,
            @Nullable SourcePosition position) {}

    /** Null where the receiver gave no error or no delay. */
    public record Restart(
            String message,
            @Nullable Throwable error,
            @Nullable Integer delayMillis) {}

    public final List<T> records = new CopyOnWriteArrayList<>();
    public final List<Block<T>> blocks = new CopyOnWriteArrayList<>();
    public final List<Restart> restarts = new CopyOnWriteArrayList<>();
    public final List<String> errors = new CopyOnWriteArrayList<>();
    private final ExecutorService restarting = Executors.newSingleThreadExecutor();
    private final Receiver<T> receiver;
    private final int streamId;
    private volatile boolean started;

    public RecordingSupervisor(Receiver<T> receiver, int streamId) {
        this.receiver = receiver;
        this.streamId = streamId;
        receiver.attachSupervisor(this);
    }

    public void start() {
        started = true;
        receiver.onStart();
    }

    @Override
    public void storeRecord(T item) {
        records.add(item);
    }

    @Override
    public void storeBlock(Iterator<T> items, @Nullable Object metadata, @Nullable SourcePosition position) {
        List<T> block = new CopyOnWriteArrayList<>();
        items.forEachRemaining(block::add);
        blocks.add(new Block<>(block, null, metadata, position));
    }

    @Override
    public void storeBytes(ByteBuffer bytes, @Nullable Object metadata) {
        blocks.add(new Block<>(null, bytes, metadata, null));
    }

    @Override
    public Optional<SourcePosition> lastPosition() {
        return blocks.stream()
                .flatMap(block -> Optional.ofNullable(block.position()).stream())
                .reduce((first, second) -> second);
    }

    @Override
    public void reportError(String message, Throwable error) {
        errors.add(message);
    }

    @Override
    public void restart(String message, @Nullable Throwable error) {
        restart(new Restart(message, error, null));
    }

    @Override
    public void restart(String message, @Nullable Throwable error, int delayMillis) {
        restart(new Restart(message, error, delayMillis));
    }

    @Override
    public void stop(String message, @Nullable Throwable error) {
        started = false;
        receiver.onStop();
    }

    @Override
    public boolean isStarted() {
        return started;
    }

    @Override
    public boolean isStopped() {
        return !started;
    }

    @Override
    public int streamId() {
        return streamId;
    }

    @Override
    public void close() {
        stop("end of test", null);
        restarting.shutdownNow();
    }

    private void restart(Restart restart) {
        restarts.add(restart);
        restarting.execute(() -> {
            receiver.onStop();
            if (started) {
                receiver.onStart();
            }
        });
    }
}
