package io.durastream.runtime.state;

import io.durastream.checkpoint.BatchRecord.ApplicationStarted;
import io.durastream.checkpoint.LogState;
import io.durastream.checkpoint.StateEntry;
import io.durastream.runtime.cluster.JvmResources;
import io.durastream.runtime.spark.ExecutorIdentity;
import io.durastream.runtime.spark.Executors;
import io.durastream.runtime.spark.PartitionJob;
import io.durastream.runtime.state.StateFollowRDD.Outcome;
import io.durastream.statestore.StateId;
import io.durastream.statestore.StateRef;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps copies of the state that another driver works on, on the executors of this application, near the last committed
 * batch. Writes nothing to the checkpoint directory. One thread follows; any may close.
 *
 * <p>When this driver leads, the state store that an executor opens for the new epoch takes the live copies over as they are.
 */
public final class StateFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StateFollower.class);

    private final JavaSparkContext spark;
    private final StateAccess access;
    private final String jobGroup;
    private final CopyPlaces places = new CopyPlaces();
    // Written by the thread that follows, read by who takes over.
    private volatile Map<StateId, Copy> copies = Map.of();
    // Of the thread that follows, for the one that closes; and the other way round.
    private volatile boolean running;
    private volatile boolean closed;
    private Optional<String> lastProblem = Optional.empty();

    /** @param access of whatever epoch the batch log has */
    public StateFollower(JavaSparkContext spark, StateAccess access) {
        this.spark = spark;
        this.access = access;
        this.jobGroup = "durastream-follow-" + System.identityHashCode(this);
    }

    /** @param version of the batch, in milliseconds, that the copy was brought to last */
    private record Copy(String place, long version) {}

    /**
     * Brings all copies to the latest committed state, in one job with a task for each partition. The first time this may
     * take as long as reading the state from the checkpoint directory does. A copy that cannot be brought on stays what it
     * was; a later call tries again.
     *
     * @return what there is now. Where no executor is up, and when closed: what there was, seen from the new state
     */
    public StateReadiness follow(LogState log) {
        List<StateEntry> latest = log.state().values().stream()
                .map(Map::values)
                .flatMap(Collection::stream)
                .toList();
        List<String> executors = executors();
        if (latest.isEmpty() || executors.isEmpty() || closed) {
            return readiness(log, latest, Optional.empty());
        }
        Map<StateId, String> spread =
                places.spread(latest.stream().map(StatePlaces::idOf).toList(), executors);
        List<Outcome> outcomes = run(new StateFollowRDD(spark.sc(), access, latest, spread));
        if (outcomes.isEmpty()) {
            return readiness(log, latest, Optional.empty());
        }
        Optional<String> problem = take(latest, outcomes, spread);
        tell(problem);
        return readiness(log, latest, problem);
    }

    private List<String> executors() {
        return spark.isLocal()
                ? List.of(ExecutorIdentity.location())
                : Executors.alive().stream().map(Executors.Executor::location).toList();
    }

    /** Nothing if it was cancelled. */
    private List<Outcome> run(StateFollowRDD job) {
        // What runs when the job is cancelled comes to its end: it holds the copy that the takeover needs.
        spark.setJobGroup(jobGroup, "Following the state of another driver", false);
        running = true;
        try {
            return PartitionJob.run(job.toJavaRDD(), outcome -> outcome.next());
        } catch (Exception e) {
            if (closed) {
                return List.of();
            }
            throw e;
        } finally {
            running = false;
            spark.clearJobGroup();
        }
    }

    private Optional<String> take(List<StateEntry> latest, List<Outcome> outcomes, Map<StateId, String> spread) {
        Map<StateId, Copy> now = new HashMap<>();
        Optional<String> problem = Optional.empty();
        for (int i = 0; i < outcomes.size(); i++) {
            StateEntry entry = latest.get(i);
            StateId id = StatePlaces.idOf(entry);
            String place = Objects.requireNonNull(spread.get(id), "a place for each");
            Copy before = copies.get(id);
            if (outcomes.get(i).followed()) {
                now.put(id, new Copy(place, version(entry)));
            } else {
                problem =
                        Optional.of("the copy of " + id + ": " + outcomes.get(i).problem());
                if (before != null && before.place().equals(place)) {
                    now.put(id, before);
                }
            }
        }
        copies = Map.copyOf(now);
        return problem;
    }

    private void tell(Optional<String> problem) {
        if (problem.isPresent() && !problem.equals(lastProblem)) {
            LOG.warn("A copy of the state could not be brought on; it is tried again: {}", problem.get());
        } else if (problem.isEmpty() && lastProblem.isPresent()) {
            LOG.info("All copies of the state are brought on again");
        }
        lastProblem = problem;
    }

    private StateReadiness readiness(LogState log, List<StateEntry> latest, Optional<String> problem) {
        Map<StateId, Copy> now = copies;
        long interval = log.application().map(ApplicationStarted::batchMillis).orElse(1L);
        int present = 0;
        long behind = 0;
        for (StateEntry entry : latest) {
            Copy copy = now.get(StatePlaces.idOf(entry));
            if (copy != null) {
                present++;
                behind = Math.max(behind, (version(entry) - copy.version()) / interval);
            }
        }
        return new StateReadiness(latest.size(), present, behind, problem);
    }

    private static long version(StateEntry entry) {
        return StateRef.fromBytes(entry.ref().toByteArray()).version().batchMillis();
    }

    /** Where the copies are, for the first tasks of this driver. */
    public StatePlaces places() {
        Map<StateId, String> locations = new HashMap<>();
        copies.forEach((id, copy) -> locations.put(id, copy.place()));
        return new StatePlaces(locations);
    }

    /**
     * Follows no more. Returns at once: of a job that goes on, no more tasks are begun. The copies wait for the state stores
     * of this application's own epoch.
     */
    @Override
    public void close() {
        closed = true;
        if (running) {
            spark.sc().cancelJobGroup(jobGroup);
        }
    }
    /**
     * {@link #close Closes}, where this process will not take over: frees the memory of copies in this JVM, which stay on its
     * disk. Those of executors end with them.
     */
    public void giveUp() {
        close();
        JvmResources.close(access.checkpoint());
    }
}
