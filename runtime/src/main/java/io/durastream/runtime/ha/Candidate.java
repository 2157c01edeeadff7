package io.durastream.runtime.ha;

import io.durastream.checkpoint.BatchRecord.Phase;
import io.durastream.ha.Standby;
import io.durastream.ha.ZooKeeperSettings;
import io.durastream.runtime.application.ActiveApplication;
import io.durastream.runtime.application.ExitCodes;
import io.durastream.runtime.application.LeadUp;
import io.durastream.runtime.application.ProcessEnd;
import io.durastream.runtime.application.ShutdownHook;
import io.durastream.runtime.standby.ActiveCandidacy;
import io.durastream.runtime.standby.Candidacy;
import io.durastream.runtime.standby.Readiness;
import io.durastream.storage.Clock;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process as a candidate: it waits until it leads, and then runs the application; or, as a warm standby, runs the
 * application at once, which waits by itself ({@link ActiveCandidacy}). When it loses, the process ends with
 * {@link io.durastream.runtime.application.ExitCodes#FENCED} within seconds, whatever the application's code does at the
 * moment. There is one in a JVM.
 */
public final class Candidate {

    private static final Logger LOG = LoggerFactory.getLogger(Candidate.class);

    /** How long the end of the JVM is held up for giving leadership back. */
    private static final long LEAVE_MILLIS = 5_000;

    private static final AtomicBoolean TAKEN = new AtomicBoolean();

    private final ZooKeeperSettings zookeeper;
    private final ElectionPath path;
    private final CandidateId id;
    private final Standby standby;
    private final Clock clock;

    /** Completed by the election's thread; exceptionally when this candidate can never lead. */
    private final CompletableFuture<Void> leadership = new CompletableFuture<>();

    /**
     * A candidate that does not stand for election yet.
     *
     * @param checkpointDirectory what the candidates compete for
     * @param standby when the application is run
     * @throws IllegalArgumentException when that has no scheme
     */
    public Candidate(
            ZooKeeperSettings zookeeper, String checkpointDirectory, CandidateId id, Standby standby, Clock clock) {
        this.zookeeper = zookeeper;
        this.path = ElectionPath.of(zookeeper, checkpointDirectory);
        this.id = id;
        this.standby = standby;
        this.clock = clock;
    }

    /** What the leader does. */
    @FunctionalInterface
    public interface Work {
        /** Returns when the application has ended by itself. */
        void run() throws Exception;
    }

    /**
     * Waits until this process leads, or lets the application do so, runs it in the calling thread, and gives leadership
     * back when that has ended, in whatever way; also when the JVM is told to end.
     *
     * @throws IOException when this candidate can never lead, as it has not the rights
     * @throws IllegalStateException when there is another candidate in this JVM
     * @throws Exception what the application threw
     */
    public void run(Work application) throws Exception {
        if (!TAKEN.compareAndSet(false, true)) {
            throw new IllegalStateException(
                    "This process stands for election already. An application that is started by"
                            + " 'durastream ha' must not use HaDriver as well: leave one of them out");
        }
        Events events = new Events();
        try (Election election = Election.join(zookeeper, path, id, first(), events)) {
            events.of.complete(election);
            ShutdownHook hook = ShutdownHook.addLast(election::close, LEAVE_MILLIS);
            LOG.info("Candidate {} stands by at {}, {}", id, path.leader(), standby);
            try {
                switch (standby) {
                    case COLD -> runAsLeader(application);
                    case WARM -> runAsWarm(application, new Part(election));
                }
            } finally {
                hook.remove();
            }
        } finally {
            TAKEN.set(false);
        }
    }

    private Readiness first() {
        return switch (standby) {
            case COLD -> new Readiness.Cold();
            case WARM -> new Readiness.Starting();
        };
    }

    private void runAsLeader(Work application) throws Exception {
        try {
            leadership.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
        application.run();
    }

    private void runAsWarm(Work application, Part part) throws Exception {
        ActiveCandidacy.enter(part);
        try {
            application.run();
        } finally {
            ActiveCandidacy.leave(part);
        }
    }

    /** What the application of a warm standby sees of all this. */
    private final class Part implements Candidacy {

        private final Election election;

        Part(Election election) {
            this.election = election;
        }

        @Override
        public CompletableFuture<Void> leadership() {
            return leadership;
        }

        @Override
        public void report(Readiness readiness) {
            if (!leadership.isDone()) {
                election.show(readiness);
            }
        }

        @Override
        public void startAnew(String why) {
            LOG.warn(
                    "Candidate {} ends its process with exit code {}, to be started again: {}",
                    id,
                    ExitCodes.STALE,
                    why);
            ProcessEnd.exit(ExitCodes.STALE, clock, election::close);
        }
    }

    private final class Events implements ElectionListener {

        private final CompletableFuture<Election> of = new CompletableFuture<>();

        @Override
        public void leads() {
            LeadUp.note(
                    Phase.ELECTED,
                    clock.wallMillis(),
                    "candidate " + id + ", " + standby.name().toLowerCase(Locale.ROOT));
            leadership.complete(null);
        }

        @Override
        public void refused(String reason) {
            leadership.completeExceptionally(new IOException(reason));
        }

        @Override
        public void succeeds(Optional<Departure> before) {
            before.ifPresentOrElse(
                    known -> LeadUp.note(Phase.NOTICED, known.wallMillis(), known.candidate() + ": " + known.reason()),
                    () -> LeadUp.note(
                            Phase.NOTICED,
                            clock.wallMillis(),
                            "ZooKeeper has the leader before no more; when it ended is not known"));
        }

        /** In a thread of its own, as {@link #lost}. Leadership is given back when the application acts no more. */
        @Override
        public void isAskedToHandOver() {
            long asked = clock.wallMillis();
            LOG.info("Candidate {} is asked to hand over", id);
            new Thread(
                            () -> ProcessEnd.exit(ExitCodes.HANDED_OVER, clock, () -> {
                                ActiveApplication.stop();
                                of.join().leave(new Departure(id, asked, "it was asked to hand over"));
                            }),
                            "durastream-hand-over")
                    .start();
        }

        /** In a thread of its own: what ends the process waits for others. */
        @Override
        public void lost() {
            new Thread(() -> ProcessEnd.exit(clock, ActiveApplication::abandon), "durastream-lost").start();
        }
    }
}
