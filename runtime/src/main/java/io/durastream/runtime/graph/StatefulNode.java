package io.durastream.runtime.graph;

import io.durastream.Duration;
import io.durastream.Time;
import io.durastream.checkpoint.StateEntry;
import java.util.List;

/**
 * A stream with keyed state. The state advances in every batch of its parent, also in those in which no output of it is
 * due, by a job of its own whose results are the references to the new versions.
 */
public interface StatefulNode {

    /** Runs the job that takes the state from the version before {@code time} to {@code time}; one entry a partition. */
    List<StateEntry> advance(Time time);

    /** The time between two versions. */
    Duration stateSlide();
}
