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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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

    /** Completed by whoever stops the context, for a start that waits. */
    private final CompletableFuture<Void> unwanted = new CompletableFuture<>();

    /** Completed by the thread that starts the context, for whoever stops it meanwhile. */
    private final CompletableFuture<Void> startIsOver = new CompletableFuture<>();

    private enum Phase {
        INITIALIZED(StreamingContextState.INITIALIZED),
        STARTING(StreamingContextState.INITIALIZED),
        ACTIVE(StreamingContextState.ACTIVE),
        STOPPED(StreamingContextState.STOPPED);

        private final StreamingContextState shown;

        Phase(StreamingContextState shown) {
            this.shown = shown;
        }
    }

    /** What follows is guarded by this object's monitor. */
    private Phase phase = Phase.INITIALIZED;

    private @Nullable Application application;
    private @Nullable ShutdownHook shutdownHook;
    private CallSite startedAt = new CallSite(List.of());

    ContextLife(ListenerBus listeners) {
        this.listeners = listeners;
    }

    synchronized StreamingContextState state() {
        return phase.shown;
    }

    Termination termination() {
        return termination;
    }

    /** Fails when nothing may be defined any more. */
    synchronized void requireDefinable() {
        switch (phase) {
            case INITIALIZED -> {}
            case STARTING, ACTIVE ->
                throw new IllegalStateException("Adding new inputs, transformations, and output operations after"
                        + " starting a context is not supported");
            case STOPPED ->
                throw new IllegalStateException("Adding new inputs, transformations, and output operations after"
                        + " stopping a context is not supported");
        }
    }

    /** Holds no lock meanwhile: a standby waits here for days. */
    void start(Definition definition) {
        if (!begins()) {
            return;
        }
        Optional<Application> started = Optional.empty();
        try {
            started = Application.start(definition, listeners, termination, unwanted);
        } catch (Exception e) {
            throw UserCode.rethrow(DamagedCheckpointException.explain(e));
        } finally {
            begun(started, definition);
        }
    }

    private boolean begins() {
        synchronized (ContextLife.class) {
            synchronized (this) {
                switch (phase) {
                    case STARTING, ACTIVE -> LOG.warn("StreamingContext has already been started");
                    case STOPPED -> throw new IllegalStateException("StreamingContext has already been stopped");
                    case INITIALIZED -> {
                        becomeActive();
                        phase = Phase.STARTING;
                        return true;
                    }
                }
                return false;
            }
        }
    }

    /** Called with both monitors held. */
    private void becomeActive() {
        if (active != null) {
            throw new IllegalStateException("Only one StreamingContext may be started in this JVM. Currently running"
                    + " StreamingContext was started at" + active.startedAt.longForm());
        }
        active = this;
        startedAt = CallSite.ofUser();
    }

    private void begun(Optional<Application> started, Definition definition) {
        started.ifPresentOrElse(running -> activate(running, definition), this::stopped);
        startIsOver.complete(null);
    }

    private synchronized void activate(Application running, Definition definition) {
        application = running;
        phase = Phase.ACTIVE;
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
    private @Nullable Application applicationToStop() {
        unwanted.complete(null);
        synchronized (this) {
            if (phase == Phase.STOPPED) {
                LOG.warn("StreamingContext has already been stopped");
                return null;
            }
            if (phase == Phase.INITIALIZED) {
                phase = Phase.STOPPED;
                return null;
            }
        }
        startIsOver.join();
        synchronized (this) {
            return application;
        }
    }

    private void stopped() {
        synchronized (this) {
            phase = Phase.STOPPED;
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
