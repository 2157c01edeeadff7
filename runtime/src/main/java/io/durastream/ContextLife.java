package io.durastream;

import io.durastream.runtime.application.Application;
import io.durastream.runtime.application.Definition;
import io.durastream.runtime.application.ListenerBus;
import io.durastream.runtime.application.Settings;
import io.durastream.runtime.application.ShutdownHook;
import io.durastream.runtime.application.Termination;
import io.durastream.runtime.graph.CallSite;
import io.durastream.runtime.graph.UserCode;
import io.durastream.runtime.recovery.DamagedCheckpointException;
import java.util.List;
import org.apache.spark.SparkException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of a {@link StreamingContext}: its start, its end, and who waits for that. Any thread may call. */
final class ContextLife {

    private static final Logger LOG = LoggerFactory.getLogger(StreamingContext.class);

    /** The active one of this JVM; guarded by the class's monitor. */
    private static @Nullable ContextLife active;

    private final ListenerBus listeners;
    private final Termination termination = new Termination();

    /** Held by whoever stops the context, so that others who do wait until it is stopped. */
    private final Object stopping = new Object();

    /** What follows is guarded by this object's monitor. */
    private StreamingContextState state = StreamingContextState.INITIALIZED;

    private @Nullable Application application;
    private @Nullable ShutdownHook shutdownHook;
    private CallSite startedAt = new CallSite(List.of());

    ContextLife(ListenerBus listeners) {
        this.listeners = listeners;
    }

    synchronized StreamingContextState state() {
        return state;
    }

    Termination termination() {
        return termination;
    }

    /** Fails when nothing may be defined any more. */
    synchronized void requireDefinable() {
        switch (state) {
            case INITIALIZED -> {}
            case ACTIVE ->
                throw new IllegalStateException("Adding new inputs, transformations, and output operations after"
                        + " starting a context is not supported");
            case STOPPED ->
                throw new IllegalStateException("Adding new inputs, transformations, and output operations after"
                        + " stopping a context is not supported");
        }
    }

    void start(Definition definition) {
        synchronized (ContextLife.class) {
            synchronized (this) {
                switch (state) {
                    case ACTIVE -> LOG.warn("StreamingContext has already been started");
                    case STOPPED -> throw new IllegalStateException("StreamingContext has already been stopped");
                    case INITIALIZED -> startOnly(definition);
                }
            }
        }
    }

    private void startOnly(Definition definition) {
        if (active != null) {
            throw new IllegalStateException("Only one StreamingContext may be started in this JVM. Currently running"
                    + " StreamingContext was started at" + active.startedAt.longForm());
        }
        try {
            application = Application.start(definition, listeners, termination);
        } catch (Exception e) {
            state = StreamingContextState.STOPPED;
            termination.end();
            throw UserCode.rethrow(DamagedCheckpointException.explain(e));
        }
        startedAt = CallSite.ofUser();
        state = StreamingContextState.ACTIVE;
        active = this;
        Settings settings = Settings.of(
                definition.spark().getConf(), definition.graph().batchInterval().milliseconds());
        shutdownHook = ShutdownHook.add(
                () -> stopOnShutdown(settings.stopGracefullyOnShutdown()), settings.shutdownTimeoutMillis());
    }

    void stop(boolean gracefully) {
        if (listeners.isListenerThread()) {
            throw UserCode.rethrow(new SparkException("Cannot stop StreamingContext within listener bus thread."));
        }
        synchronized (stopping) {
            Application running = applicationToStop();
            try {
                if (running != null && gracefully) {
                    running.stopGracefully();
                } else if (running != null) {
                    running.stop();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                stopped();
            }
        }
    }

    /** Null when there is nothing to stop; a context that was not started never will be from here on. */
    private synchronized @Nullable Application applicationToStop() {
        if (state == StreamingContextState.STOPPED) {
            LOG.warn("StreamingContext has already been stopped");
            return null;
        }
        if (application == null) {
            state = StreamingContextState.STOPPED;
        }
        return application;
    }

    private void stopped() {
        synchronized (this) {
            state = StreamingContextState.STOPPED;
            if (shutdownHook != null) {
                shutdownHook.remove();
                shutdownHook = null;
            }
        }
        synchronized (ContextLife.class) {
            if (active == this) {
                active = null;
            }
        }
        termination.end();
    }

    /** A fenced driver ends its process by itself, and touches nothing any more. */
    private void stopOnShutdown(boolean gracefully) {
        if (!termination.isFenced()) {
            stop(gracefully);
        }
    }
}
