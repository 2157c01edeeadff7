package io.durastream.chaos.feed;

import io.durastream.Receiver;
import io.durastream.SourcePosition;
import io.durastream.runtime.receiver.ReceiverSupervisor;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The runtime, as far as a receiver that stores lists with positions can tell. {@link #durable} and {@link #position}
 * are given to the next one when this one is gone, as after a crash.
 */
final class FakeSupervisor implements ReceiverSupervisor<String> {

    final List<String> durable = new CopyOnWriteArrayList<>();
    private final Receiver<String> receiver;

    /** Written by the receiver's thread, read by the test's. */
    private volatile Optional<SourcePosition> position = Optional.empty();

    private volatile boolean started;
    private volatile boolean failing;

    FakeSupervisor(Receiver<String> receiver) {
        this.receiver = receiver;
        receiver.attachSupervisor(this);
    }

    void start() {
        started = true;
        receiver.onStart();
    }

    void stop() {
        started = false;
        receiver.onStop();
    }

    /** From now on nothing can be stored. */
    void fail(boolean newFailing) {
        failing = newFailing;
    }

    @Override
    public void storeBlock(Iterator<String> records, @Nullable Object metadata, @Nullable SourcePosition newPosition) {
        if (failing) {
            throw new IllegalStateException("The log is full, as the test wants");
        }
        records.forEachRemaining(durable::add);
        position = Optional.ofNullable(newPosition);
    }

    @Override
    public Optional<SourcePosition> lastPosition() {
        return position;
    }

    @Override
    public void restart(String message, @Nullable Throwable error, int delayMillis) {
        new Thread(() -> {
                    receiver.onStop();
                    if (started) {
                        receiver.onStart();
                    }
                })
                .start();
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
        return 0;
    }

    @Override
    public void storeRecord(String item) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void storeBytes(ByteBuffer bytes, @Nullable Object metadata) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void reportError(String message, Throwable error) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void restart(String message, @Nullable Throwable error) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void stop(String message, @Nullable Throwable error) {
        throw new UnsupportedOperationException();
    }
}
