package io.durastream.runtime.application;

import io.durastream.checkpoint.BatchLogFollower;
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

/** What an application waits for before it takes its checkpoint directory over. */
final class Leadership {

    /** How long the end of the JVM is held up for a standby, which has nothing to lose. */
    private static final long STOP_MILLIS = 1_000;

    private Leadership() {}

    /**
     * Waits while another process of an election leads that this one is a warm standby in; otherwise there is nothing to
     * wait for. The context is stopped when the JVM ends meanwhile.
     *
     * @return where copies of the state are, when the application is to take over; nothing when it was stopped
     */
    static Optional<StatePlaces> await(Preparation prepared, CompletableFuture<?> stop) throws Exception {
        Optional<Candidacy> candidacy = ActiveCandidacy.get();
        if (candidacy.isEmpty()) {
            return Optional.of(new StatePlaces(Map.of()));
        }
        CompletableFuture<Void> end = new CompletableFuture<>();
        stop.thenRun(() -> end.complete(null));
        ShutdownHook hook = ShutdownHook.add(() -> end.complete(null), STOP_MILLIS);
        try {
            StandbySettings settings = prepared.settings().standby();
            return new Standby(candidacy.get(), follower(prepared), settings.pollMillis()).await(end);
        } finally {
            hook.remove();
        }
    }

    private static HeadFollower follower(Preparation prepared) {
        JavaSparkContext spark = prepared.definition().spark();
        return new HeadFollower(
                BatchLogFollower.of(prepared.storage())::poll,
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
