package io.durastream.runtime.standby;

import io.durastream.runtime.state.StatePlaces;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wait of an application that is loaded, until its process leads. Beside it a thread follows the batch log; what fails
 * there is tried again, and ends no standby.
 */
public final class Standby {

    private static final Logger LOG = LoggerFactory.getLogger(Standby.class);

    /** How long a takeover waits for the round at hand, which was told to end. */
    private static final long ROUND_END_MILLIS = 1_000;

    private static final long LONGEST_BACK_OFF_MILLIS = 30_000;

    private final Candidacy candidacy;
    private final HeadFollower follower;
    private final long pollMillis;

    /** What ends the wait: whether this process leads then. */
    private final CompletableFuture<Boolean> decided;

    /**
     * Does nothing yet.
     *
     * @param pollMillis between two rounds
     * @param stop completes when nobody wants the application any more
     */
    public Standby(Candidacy candidacy, HeadFollower follower, long pollMillis, CompletableFuture<?> stop) {
        this.candidacy = candidacy;
        this.follower = follower;
        this.pollMillis = pollMillis;
        this.decided = candidacy
                .leadership()
                .thenApply(led -> true)
                .applyToEither(stop.thenApply(told -> false), leads -> leads);
    }

    /**
     * Waits in the calling thread, once. When this returns nothing is followed any more. Does not return when the
     * application has to be loaded anew: the process ends.
     *
     * @return where the copies of state are, once this process leads; nothing when it was told to stop
     * @throws IOException when this process can never lead
     * @throws RuntimeException what a takeover would throw, as soon as that is known
     */
    public Optional<StatePlaces> await() throws Exception {
        Thread following = new Thread(this::follow, "durastream-standby");
        following.setDaemon(true);
        LOG.info("The application is loaded, and waits for leadership");
        following.start();
        try {
            if (decision(following)) {
                StatePlaces places = follower.lead();
                follower.look();
                return Optional.of(places);
            }
            follower.giveUp();
            return Optional.empty();
        } catch (StaleException e) {
            candidacy.startAnew(String.valueOf(e.getMessage()));
            return Optional.empty();
        } catch (RefusedException e) {
            follower.giveUp();
            throw e.reason();
        }
    }

    private boolean decision(Thread following) throws Exception {
        try {
            return decided.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        } finally {
            end(following);
        }
    }

    private void end(Thread following) throws InterruptedException {
        follower.close();
        following.join(ROUND_END_MILLIS);
        if (following.isAlive()) {
            LOG.warn("A round over the copies of state does not end; the takeover does not wait for it");
            following.interrupt();
        }
    }

    private void follow() {
        long failures = 0;
        while (!decided.isDone()) {
            try {
                follower.round(candidacy::report);
                if (failures > 0) {
                    LOG.info("This standby follows again");
                }
                failures = 0;
            } catch (StaleException | RefusedException | Error e) {
                decided.completeExceptionally(e);
            } catch (Exception e) {
                if (failures++ == 0 && !decided.isDone()) {
                    LOG.warn("This standby cannot follow; it stays as it is, and tries again", e);
                }
            }
            pause(Math.min(LONGEST_BACK_OFF_MILLIS, pollMillis * (1 + failures * failures)));
        }
    }

    private void pause(long millis) {
        try {
            decided.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException | InterruptedException e) {
            // Time for the next round, or the wait is over and nobody waits for this thread any more.
        }
    }
}
