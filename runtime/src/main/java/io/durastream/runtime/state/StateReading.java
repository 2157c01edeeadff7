package io.durastream.runtime.state;

import io.durastream.statestore.StateView;
import java.io.Serializable;
import java.util.Iterator;
import scala.Tuple2;

/** What is read of a partition's state, key by key. Runs in a task. */
@FunctionalInterface
interface StateReading<K, S, T> extends Serializable {

    /** Begins; the view outlives the iteration. */
    Iterator<Tuple2<K, T>> read(StateView<K, S> state) throws Exception;
}
