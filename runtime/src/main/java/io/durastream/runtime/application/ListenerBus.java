package io.durastream.runtime.application;

import io.durastream.StreamingListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the listeners, one event at a time, in the order of posting, on one thread of its own. */
public final class ListenerBus {

    private static final Logger LOG = LoggerFactory.getLogger(ListenerBus.class);
    private static final long STOP_TIMEOUT_SECONDS = 10;

    private final List<StreamingListener> listeners = new CopyOnWriteArrayList<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "durastream-listeners");
        made.setDaemon(true);
        return made;
    });

    /** The thread that calls listeners; written by it, read by whoever stops the context. */
    private volatile boolean calling;

    private volatile long callingThread = -1;

    public void add(StreamingListener listener) {
        listeners.add(listener);
    }

    void post(Consumer<StreamingListener> event) {
        try {
            thread.execute(() -> listeners.forEach(listener -> call(listener, event)));
        } catch (RejectedExecutionException e) {
            LOG.debug("An event after the end of the listener bus was dropped", e);
        }
    }

    /** Whether the caller is a listener that is being called. */
    public boolean isListenerThread() {
        return calling && Thread.currentThread().getId() == callingThread;
    }

    /** Delivers what was posted, for a bounded time, and ends. */
    void stop() throws InterruptedException {
        thread.shutdown();
        if (!thread.awaitTermination(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("Listeners did not come to an end within {} s; their last events are lost", STOP_TIMEOUT_SECONDS);
            thread.shutdownNow();
        }
    }

    private void call(StreamingListener listener, Consumer<StreamingListener> event) {
        callingThread = Thread.currentThread().getId();
        calling = true;
        try {
            event.accept(listener);
        } catch (Throwable e) {
            // Whatever it is, exceptions that nobody declared too: the next listener and the next event are not to
            // suffer.
            LOG.error(
                    "Listener {} failed; it goes on being called",
                    listener.getClass().getName(),
                    e);
        } finally {
            calling = false;
        }
    }
}
