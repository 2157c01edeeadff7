package io.durastream.runtime.ha;

import io.durastream.runtime.application.ExitCodes;
import io.durastream.storage.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a candidate alive: starts it as a process of its own, sees at once when that dies, gives its place in the election
 * back, so that a standby leads without waiting for the end of a session, and starts it again.
 *
 * <p>One thread calls {@link #run}; the other methods may be called by any.
 */
public final class Supervisor {

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    /** Of so many drivers the ends are kept. */
    private static final int ENDS_KEPT = 10;

    private static final Duration TERMINATION = Duration.ofSeconds(20);

    /** What became of a candidate in the end. */
    public enum Outcome {
        /** The application ended by itself. */
        COMPLETED,
        /** The supervisor was told to stop. */
        STOPPED,
        /** The driver crashed again and again. */
        GAVE_UP
    }

    /** Who stands for election. */
    @FunctionalInterface
    public interface Register {
        /** Takes a candidate out whose process is gone for certain. */
        void remove(DriverEnd end) throws InterruptedException;
    }

    private final DriverProcess.Launcher launcher;
    private final Register register;
    private final CrashHistory crashes;
    private final RestartPolicy policy;
    private final Clock clock;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);

    /** What follows is guarded by this object's monitor. */
    private final Deque<DriverEnd> ends = new ArrayDeque<>();

    private @Nullable DriverProcess running;

    public Supervisor(DriverProcess.Launcher launcher, Register register, RestartPolicy policy, Clock clock) {
        this.launcher = launcher;
        this.register = register;
        this.crashes = new CrashHistory(policy, clock);
        this.policy = policy;
        this.clock = clock;
    }

    /** The last ends of drivers, oldest first. */
    public synchronized List<DriverEnd> ends() {
        return List.copyOf(ends);
    }

    /**
     * Starts drivers, one after the other, until there is no reason to any more.
     *
     * @throws IOException when a process cannot be started at all
     */
    public Outcome run() throws IOException, InterruptedException {
        try {
            Optional<Outcome> outcome = Optional.empty();
            while (outcome.isEmpty()) {
                CandidateId candidate = CandidateId.next(clock);
                Optional<DriverProcess> driver = start(candidate);
                outcome = driver.isPresent()
                        ? after(superviseOne(candidate, driver.get()))
                        : Optional.of(Outcome.STOPPED);
            }
            return outcome.get();
        } finally {
            over.countDown();
        }
    }

    /** Nothing is started once the supervisor was told to stop. */
    private synchronized Optional<DriverProcess> start(CandidateId candidate) throws IOException {
        if (isStopped()) {
            return Optional.empty();
        }
        running = launcher.start(candidate);
        LOG.info("Started candidate {}", candidate);
        return Optional.of(running);
    }

    private DriverEnd superviseOne(CandidateId candidate, DriverProcess driver) throws InterruptedException {
        int exitCode = driver.awaitExit();
        DriverEnd end = new DriverEnd(candidate, exitCode, clock.wallMillis(), driver.lastWords());
        register.remove(end);
        synchronized (this) {
            running = null;
            ends.addLast(end);
            if (ends.size() > ENDS_KEPT) {
                ends.removeFirst();
            }
        }
        return end;
    }

    /** Waits before the next start; or says that there is none. */
    private Optional<Outcome> after(DriverEnd end) throws InterruptedException {
        if (isStopped()) {
            return Optional.of(Outcome.STOPPED);
        }
        if (end.exitCode() == 0) {
            return Optional.of(Outcome.COMPLETED);
        }
        Optional<Duration> wait = waitAfter(end);
        if (wait.isEmpty()) {
            LOG.error("Candidate {}: {}. {}", end.candidate(), end.reason(), end.lastWords());
            return Optional.of(Outcome.GAVE_UP);
        }
        LOG.warn(
                "Candidate {}: {}; the next start is in {} ms. {}",
                end.candidate(),
                end.reason(),
                wait.get().toMillis(),
                isCrash(end) ? end.lastWords() : "");
        return stopped.await(wait.get().toMillis(), TimeUnit.MILLISECONDS)
                ? Optional.of(Outcome.STOPPED)
                : Optional.empty();
    }

    private Optional<Duration> waitAfter(DriverEnd end) {
        return switch (end.exitCode()) {
            case ExitCodes.HANDED_OVER, ExitCodes.STALE -> Optional.of(Duration.ZERO);
            case ExitCodes.FENCED -> Optional.of(policy.firstBackOff());
            default -> crashes.crashed();
        };
    }

    private static boolean isCrash(DriverEnd end) {
        return switch (end.exitCode()) {
            case ExitCodes.HANDED_OVER, ExitCodes.STALE, ExitCodes.FENCED -> false;
            default -> true;
        };
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /** Tells the driver to end, kills it if it does not within a bound, and waits until {@link #run} is about to return. */
    public void stop() throws InterruptedException {
        Optional<DriverProcess> driver;
        synchronized (this) {
            stopped.countDown();
            driver = Optional.ofNullable(running);
        }
        driver.ifPresent(DriverProcess::terminate);
        if (!over.await(TERMINATION.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("The driver did not end within {} s and is killed", TERMINATION.toSeconds());
            driver.ifPresent(DriverProcess::kill);
            over.await();
        }
    }
}
