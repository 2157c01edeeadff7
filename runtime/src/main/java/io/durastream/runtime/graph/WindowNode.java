package io.durastream.runtime.graph;

import io.durastream.Duration;
import io.durastream.Time;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;

/** The elements of the parent's RDDs of (time − window, time]. The parent is persisted, since each RDD serves many windows. */
public final class WindowNode<T> extends StreamNode<T> {

    private static final long serialVersionUID = 1;

    private final StreamNode<T> parent;
    private final Duration window;
    private final Duration slide;

    public WindowNode(StreamNode<T> parent, Duration window, Duration slide) {
        super(List.of(parent));
        requireMultiple("window", window, parent);
        requireMultiple("slide", slide, parent);
        this.parent = parent;
        this.window = window;
        this.slide = slide;
        if (parent.kept().storageLevel().equals(StorageLevel.NONE())) {
            parent.persist(StorageLevel.MEMORY_ONLY_SER());
        }
    }

    @Override
    public String kind() {
        return "window";
    }

    @Override
    public Duration slide() {
        return slide;
    }

    @Override
    protected Duration lookBack() {
        return window.minus(parent.slide());
    }

    /** A windowed stream keeps nothing of its own: what is persisted is what its windows share. */
    @Override
    public void persist(StorageLevel level) {
        parent.persist(level);
    }

    @Override
    public StreamNode<?> kept() {
        return parent.kept();
    }

    @Override
    protected JavaRDD<T> compute(Time time) {
        List<JavaRDD<T>> rdds = new ArrayList<>();
        for (Time at = time.minus(window).plus(parent.slide()); at.lessEq(time); at = at.plus(parent.slide())) {
            JavaRDD<T> rdd = parent.rdd(at);
            if (rdd != null) {
                rdds.add(rdd);
            }
        }
        return rdds.isEmpty() ? runtime().spark().emptyRDD() : UnionNode.unionOf(runtime(), rdds);
    }

    private static void requireMultiple(String what, Duration duration, StreamNode<?> parent) {
        if (!duration.isMultipleOf(parent.slide())) {
            // A plain Exception, unchecked: as in Spark Streaming, whose users catch it so.
            throw UserCode.rethrow(new Exception("The " + what + " duration of windowed DStream (" + duration
                    + ") must be a multiple of the slide duration of parent DStream (" + parent.slide() + ")"));
        }
    }
}
