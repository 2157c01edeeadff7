package io.durastream.runtime.graph;

import io.durastream.Duration;
import io.durastream.Time;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream: a recipe that gives one RDD for each time on its grid. Defined once, before the start; afterwards only its
 * memory of recent RDDs changes, under the graph's lock.
 */
public abstract class StreamNode<T> implements Serializable {

    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(StreamNode.class);

    private final List<StreamNode<?>> parents;
    private final CallSite definedAt = CallSite.ofUser();
    private StorageLevel storageLevel = StorageLevel.NONE();
    private @Nullable String uid;
    private @Nullable Duration checkpointInterval;
    private transient @Nullable GraphRuntime runtime;
    private transient @Nullable Map<Time, JavaRDD<T>> remembered;

    protected StreamNode(List<? extends StreamNode<?>> parents) {
        this.parents = List.copyOf(parents);
    }

    /** The time between two RDDs of this stream. */
    public abstract Duration slide();

    /** Makes the RDD of a time that is on the grid; null when there is none. */
    protected abstract @Nullable JavaRDD<T> compute(Time time);

    /** How far back from its own time this stream asks its parents for RDDs. */
    protected Duration lookBack() {
        return new Duration(0);
    }

    /** What this is, in the words of the API: {@code map}, {@code updateStateByKey}. */
    public abstract String kind();

    /** The RDD of a time, made at most once while it is remembered; null when the time is off the grid or there is none. */
    public final @Nullable JavaRDD<T> rdd(Time time) {
        GraphRuntime attached = runtime();
        synchronized (attached.lock()) {
            if (!isOnGrid(time)) {
                return null;
            }
            Map<Time, JavaRDD<T>> memory = memory();
            JavaRDD<T> known = memory.get(time);
            if (known != null) {
                return known;
            }
            JavaRDD<T> made = definedAt.during(attached.spark(), toString(), () -> compute(time));
            if (made != null) {
                if (!storageLevel.equals(StorageLevel.NONE())) {
                    made.persist(storageLevel);
                }
                memory.put(time, made);
            }
            return made;
        }
    }

    /**
     * The RDDs of a span, in the order of time, made if need be. Both ends are included, and floored to the grid with a
     * warning.
     */
    public final List<JavaRDD<T>> slice(Time from, Time to) {
        if (!isAttached()) {
            throw UserCode.rethrow(new SparkException(this + " has not been initialized"));
        }
        List<JavaRDD<T>> rdds = new ArrayList<>();
        Time last = floor("toTime", to);
        for (Time at = floor("fromTime", from); at.lessEq(last); at = at.plus(slide())) {
            JavaRDD<T> rdd = rdd(at);
            if (rdd != null) {
                rdds.add(rdd);
            }
        }
        return rdds;
    }

    /** The last time on the grid that is not after {@code time}; the zero time for those before it, when nothing is. */
    private Time floor(String what, Time time) {
        Time zero = runtime().zeroTime();
        if (time.less(zero)) {
            return zero;
        }
        if (!time.minus(zero).isMultipleOf(slide())) {
            LOG.warn("{} ({}) is not a multiple of the slide duration ({}) of {}", what, time, slide(), this);
        }
        return time.floor(slide(), zero);
    }

    /** Whether the stream has an RDD at this time: after the zero time, at a multiple of the slide. */
    public final boolean isOnGrid(Time time) {
        Time zero = runtime().zeroTime();
        return zero.less(time) && time.minus(zero).isMultipleOf(slide());
    }

    /** What of this stream goes to executors: the functions that run there. */
    public List<Object> shipped() {
        return List.of();
    }

    /** Drops the RDDs of before {@code time}, persisted ones from the executors too. */
    final void forgetBefore(Time time, boolean unpersist) {
        memory().entrySet().removeIf(entry -> {
            if (!entry.getKey().less(time)) {
                return false;
            }
            if (unpersist && !entry.getValue().getStorageLevel().equals(StorageLevel.NONE())) {
                entry.getValue().unpersist(false);
            }
            return true;
        });
    }

    /** Makes this stream a part of a running application. Called once, before anything is asked of it. */
    public final void attach(GraphRuntime to) {
        runtime = to;
        remembered = new HashMap<>();
    }

    /** The running application that this stream is a part of. */
    protected final GraphRuntime runtime() {
        if (runtime == null) {
            throw new IllegalStateException(this + " has not been initialized");
        }
        return runtime;
    }

    public final boolean isAttached() {
        return runtime != null;
    }

    public final List<StreamNode<?>> parents() {
        return parents;
    }

    public final CallSite definedAt() {
        return definedAt;
    }

    public StorageLevel storageLevel() {
        return storageLevel;
    }

    public void persist(StorageLevel level) {
        storageLevel = level;
    }

    /** The stream whose RDDs are kept where this one's are to be. */
    public StreamNode<?> kept() {
        return this;
    }

    /** The stream that stands for this one where an operator is identified: itself, unless it is a view of another. */
    public StreamNode<?> identity() {
        return this;
    }

    public final @Nullable String uid() {
        return uid;
    }

    public final void uid(String id) {
        uid = id;
    }

    public final @Nullable Duration checkpointInterval() {
        return checkpointInterval;
    }

    public final void checkpointInterval(Duration interval) {
        checkpointInterval = interval;
    }

    @Override
    public String toString() {
        return kind() + " at " + definedAt.shortForm();
    }

    private Map<Time, JavaRDD<T>> memory() {
        if (remembered == null) {
            throw new IllegalStateException(this + " has not been initialized");
        }
        return remembered;
    }
}
