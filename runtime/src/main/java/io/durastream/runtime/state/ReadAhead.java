package io.durastream.runtime.state;

import io.durastream.statestore.StateTransaction;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import scala.Tuple2;

/**
 * Records, read some time before they are handed out, so that the state can be told which keys come next. Only for records
 * that are objects of their own each: others may have changed by then.
 */
final class ReadAhead<K, V> implements Iterator<Tuple2<K, V>> {

    /** So many that the processor waits for memory seldom, and so few that what it has fetched is still there. */
    private static final int RECORDS = 128;

    private final Iterator<Tuple2<K, V>> records;
    private final StateTransaction<K, ?> state;
    private Iterator<Tuple2<K, V>> group = List.<Tuple2<K, V>>of().iterator();

    ReadAhead(Iterator<Tuple2<K, V>> records, StateTransaction<K, ?> state) {
        this.records = records;
        this.state = state;
    }

    @Override
    public boolean hasNext() {
        return group.hasNext() || records.hasNext();
    }

    @Override
    public Tuple2<K, V> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        if (!group.hasNext()) {
            group = read();
        }
        return group.next();
    }

    private Iterator<Tuple2<K, V>> read() {
        List<Tuple2<K, V>> read = new ArrayList<>(RECORDS);
        List<K> keys = new ArrayList<>(RECORDS);
        while (read.size() < RECORDS && records.hasNext()) {
            Tuple2<K, V> record = records.next();
            read.add(record);
            keys.add(record._1());
        }
        state.prefetch(keys);
        return read.iterator();
    }
}
