package io.durastream.runtime.ha;

import io.durastream.checkpoint.BatchRecord.Phase;
import io.durastream.ha.ZooKeeperSettings;
import io.durastream.runtime.application.ActiveApplication;
import io.durastream.runtime.application.ExitCodes;
import io.durastream.runtime.application.LeadUp;
import io.durastream.runtime.application.ProcessEnd;
import io.durastream.runtime.application.ShutdownHook;
import io.durastream.storage.Clock;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process as a candidate: it waits until it leads, and then runs the application. When it loses, the process ends with
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
    private final Clock clock;
    private final CountDownLatch decided = new CountDownLatch(1);

    /** Why this candidate can never lead; written before {@code decided} by the election's thread, and read after it. */
    private volatile @Nullable String refusal;

    /**
     * A candidate that does not stand for election yet.
     *
     * @param checkpointDirectory what the candidates compete for
     * @throws IllegalArgumentException when that has no scheme
     */
    public Candidate(ZooKeeperSettings zookeeper, String checkpointDirectory, CandidateId id, Clock clock) {
        this.zookeeper = zookeeper;
        this.path = ElectionPath.of(zookeeper, checkpointDirectory);
        this.id = id;
        this.clock = clock;
    }

    /** What the leader does. */
    @FunctionalInterface
    public interface Work {
        /** Returns when the application has ended by itself. */
        void run() throws Exception;
    }

    /**
     * Waits until this process leads, runs the application in the calling thread, and gives leadership back when that has
     * ended, in whatever way; also when the JVM is told to end.
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
        try (Election election = Election.join(zookeeper, path, id, events)) {
            events.of.complete(election);
            ShutdownHook hook = ShutdownHook.addLast(election::close, LEAVE_MILLIS);
            LOG.info("Candidate {} stands by at {}", id, path.leader());
            try {
                awaitLeadership();
                application.run();
            } finally {
                hook.remove();
            }
        } finally {
            TAKEN.set(false);
        }
    }

    private void awaitLeadership() throws IOException, InterruptedException {
        decided.await();
        String reason = refusal;
        if (reason != null) {
            throw new IOException(reason);
        }
    }

    private final class Events implements ElectionListener {

        private final CompletableFuture<Election> of = new CompletableFuture<>();

        @Override
        public void leads() {
            LeadUp.note(Phase.ELECTED, clock.wallMillis(), "candidate " + id);
            decided.countDown();
        }

        @Override
        public void refused(String reason) {
            refusal = reason;
            decided.countDown();
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
