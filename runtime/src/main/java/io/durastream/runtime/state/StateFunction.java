package io.durastream.runtime.state;

import io.durastream.Time;
import io.durastream.statestore.StateTransaction;
import java.io.Serializable;
import java.util.Iterator;
import java.util.function.Consumer;
import scala.Tuple2;

/**
 * What a stateful operator does with one partition in one batch. Runs in a task, perhaps several times for the same
 * batch, and must give the same result each time.
 */
@FunctionalInterface
interface StateFunction<K, V, S, M> extends Serializable {

    /**
     * Changes the state.
     *
     * @param records the partition's records of the batch
     * @param mapped takes what the operator emits, if it emits anything
     */
    void update(StateTransaction<K, S> state, Iterator<Tuple2<K, V>> records, Time time, Consumer<? super M> mapped)
            throws Exception;

    /** Whether it reads and writes the state of each record's key in turn. */
    default boolean goesRecordByRecord() {
        return false;
    }

    /**
     * The function for one batch; called on the driver.
     *
     * @param zero the time from which slides are counted
     */
    default StateFunction<K, V, S, M> at(Time time, Time zero) {
        return this;
    }
}
