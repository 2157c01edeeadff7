package io.durastream.runtime.state;

import io.durastream.Time;
import io.durastream.statestore.StateTransaction;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.api.java.Optional;
import org.apache.spark.api.java.function.Function2;
import scala.Tuple2;

/**
 * {@code updateStateByKey}: calls the user's function for every key that has state or values, with the batch's values in
 * their order and the state before; an empty result removes the key.
 */
record UpdateFunction<K, V, S>(Function2<List<V>, Optional<S>, Optional<S>> update)
        implements StateFunction<K, V, S, Void> {

    @Override
    public void update(
            StateTransaction<K, S> state, Iterator<Tuple2<K, V>> records, Time time, Consumer<? super Void> mapped)
            throws Exception {
        state.updateAll(
                group(records),
                (arrived, before) ->
                        update.call(arrived, Optional.ofNullable(before)).orNull());
    }

    private static <K, V> Map<K, List<V>> group(Iterator<Tuple2<K, V>> records) {
        Map<K, List<V>> values = new LinkedHashMap<>();
        while (records.hasNext()) {
            Tuple2<K, V> record = records.next();
            values.computeIfAbsent(record._1(), key -> new ArrayList<>()).add(record._2());
        }
        return values;
    }
}
