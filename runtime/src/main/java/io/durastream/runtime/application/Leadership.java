package io.durastream.runtime.application;

import io.durastream.checkpoint.BatchLogFollower;
import io.durastream.checkpoint.LogState;
import io.durastream.runtime.cluster.CheckpointAccess;
import io.durastream.runtime.recovery.OperatorMatching;
import io.durastream.runtime.spark.ExecutorPool;
import io.durastream.runtime.spark.Executors;
import io.durastream.runtime.standby.ActiveCandidacy;
import io.durastream.runtime.standby.Candidacy;
import io.durastream.runtime.standby.Copies;
import io.durastream.runtime.standby.HeadFollower;
import io.durastream.runtime.standby.HeldExecutors;
import io.durastream.runtime.standby.Standby;
import io.durastream.runtime.standby.StandbySettings;
import io.durastream.runtime.standby.StateCopies;
import io.durastream.runtime.state.StateFollower;
import io.durastream.runtime.state.StatePlaces;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * What an application waits for before it takes its checkpoint directory over.
 *
 * @param log the batch log, as read until then: an application that does not match it was refused
 * @param places where copies of the state are
 */
record Leadership(BatchLogFollower log, StatePlaces places) {

    /** How long the end of the JVM is held up for a standby, which has nothing to lose. */
    private static final long STOP_MILLIS = 1_000;

    /**
     * Waits while another process of an election leads that this one is a warm standby in; otherwise there is nothing to
     * wait for. The context is stopped when the JVM ends meanwhile.
     *
     * @return nothing when the application was stopped
     * @throws io.durastream.runtime.recovery.CheckpointMismatchException when the checkpoint has operators that the
     *     application does not
     */
    static Optional<Leadership> await(Preparation prepared, CompletableFuture<?> stop) throws Exception {
        BatchLogFollower log = BatchLogFollower.of(prepared.storage());
        Optional<Candidacy> candidacy = ActiveCandidacy.get();
        if (candidacy.isEmpty()) {
            requireMatch(log.poll(), prepared);
            return Optional.of(new Leadership(log, new StatePlaces(Map.of())));
        }
        CompletableFuture<Void> exit = new CompletableFuture<>();
        CompletableFuture<Object> end = CompletableFuture.anyOf(stop, exit);
        ShutdownHook hook = ShutdownHook.add(() -> exit.complete(null), STOP_MILLIS);
        try {
            StandbySettings settings = prepared.settings().standby();
            return new Standby(candidacy.get(), follower(log, prepared), settings.pollMillis(), end)
                    .await()
                    .map(places -> new Leadership(log, places));
        } finally {
            hook.remove();
        }
    }

    private static HeadFollower follower(BatchLogFollower log, Preparation prepared) {
        JavaSparkContext spark = prepared.definition().spark();
        return new HeadFollower(
                log::poll,
                prepared.loaded(),
                head -> {
                    requireRunning(spark);
                    OperatorMatching.match(
                            head, prepared.identified(), prepared.settings().droppedOperators());
                },
                copies(prepared),
                heldExecutors(prepared),
                () -> Executors.alive().size(),
                prepared.settings().standby(),
                prepared.harness().clock());
    }

    private static void requireMatch(LogState log, Preparation prepared) {
        OperatorMatching.match(log, prepared.identified(), prepared.settings().droppedOperators());
    }

    private static Copies copies(Preparation prepared) {
        Definition definition = prepared.definition();
        String directory = definition.checkpointDirectory();
        return directory == null
                ? Copies.none()
                : new StateCopies(epoch -> new StateFollower(
                        definition.spark(),
                        prepared.settings().stateAccess(CheckpointAccess.of(directory, definition.hadoop(), epoch))));
    }

    private static Optional<HeldExecutors> heldExecutors(Preparation prepared) {
        return prepared.settings().standby().executors().stream()
                .boxed()
                .flatMap(most -> ExecutorPool.of(prepared.definition().spark()).stream()
                        .map(pool -> new HeldExecutors(pool, most)))
                .findFirst();
    }

    private static void requireRunning(JavaSparkContext spark) {
        if (spark.sc().isStopped()) {
            throw new IllegalStateException("The SparkContext was stopped while this process stood by");
        }
    }
}
