package io.durastream.runtime.application;

import io.durastream.checkpoint.BatchLogFollower;
import io.durastream.runtime.recovery.OperatorMatching;
import io.durastream.runtime.standby.ActiveCandidacy;
import io.durastream.runtime.standby.Candidacy;
import io.durastream.runtime.standby.Copies;
import io.durastream.runtime.standby.HeadFollower;
import io.durastream.runtime.standby.Standby;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.api.java.JavaSparkContext;

/** What an application waits for before it takes its checkpoint directory over. */
final class Leadership {

    /** How long the end of the JVM is held up for a standby, which has nothing to lose. */
    private static final long STOP_MILLIS = 1_000;

    private static final String JOB_GROUP = "durastream-standby";

    private Leadership() {}

    /**
     * Waits while another process of an election leads that this one is a warm standby in; otherwise there is nothing to
     * wait for. The context is stopped when the JVM ends meanwhile.
     *
     * @return whether the application is to take over now; otherwise it was stopped
     */
    static boolean await(Preparation prepared, CompletableFuture<?> stop) throws Exception {
        Optional<Candidacy> candidacy = ActiveCandidacy.get();
        if (candidacy.isEmpty()) {
            return true;
        }
        CompletableFuture<Void> end = new CompletableFuture<>();
        stop.thenRun(() -> end.complete(null));
        ShutdownHook hook = ShutdownHook.add(() -> end.complete(null), STOP_MILLIS);
        try {
            return standby(candidacy.get(), prepared).await(end);
        } finally {
            hook.remove();
        }
    }

    private static Standby standby(Candidacy candidacy, Preparation prepared) {
        JavaSparkContext spark = prepared.definition().spark();
        HeadFollower follower = new HeadFollower(
                BatchLogFollower.of(prepared.storage())::poll,
                prepared.loaded(),
                head -> {
                    requireRunning(spark);
                    OperatorMatching.match(
                            head, prepared.identified(), prepared.settings().droppedOperators());
                },
                Copies.none(),
                () -> 0,
                prepared.settings().standby(),
                prepared.harness().clock());
        return new Standby(
                candidacy,
                follower,
                () -> spark.cancelJobGroup(JOB_GROUP),
                prepared.settings().standby().pollMillis());
    }

    private static void requireRunning(JavaSparkContext spark) {
        if (spark.sc().isStopped()) {
            throw new IllegalStateException("The SparkContext was stopped while this process stood by");
        }
    }
}
