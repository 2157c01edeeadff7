package io.durastream.runtime.state;

import io.durastream.SavedOperator;
import io.durastream.Time;
import io.durastream.checkpoint.BatchState;
import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.LogState;
import io.durastream.checkpoint.OperatorId;
import io.durastream.checkpoint.StateEntry;
import io.durastream.statestore.StateFormat;
import io.durastream.statestore.StateIterator;
import io.durastream.statestore.StateRef;
import io.durastream.statestore.StateSerializer;
import io.durastream.statestore.StateView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.HashPartitioner;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** The partitions of one operator at one batch, each opened when it is read first. */
public final class SavedPartitions<K, V> implements SavedOperator<K, V> {

    private final StateReader reader;
    private final List<StateEntry> partitions;
    private final Time batch;
    private final @Nullable HashPartitioner spreadBy;
    private final StateSerializer<K> keys;
    private final StateSerializer<V> values;
    private final Map<Integer, StateView<K, V>> open = new TreeMap<>();

    private SavedPartitions(
            StateReader reader,
            List<StateEntry> partitions,
            Time batch,
            @Nullable HashPartitioner spreadBy,
            StateSerializer<K> keys,
            StateSerializer<V> values) {
        this.reader = reader;
        this.partitions = partitions;
        this.batch = batch;
        this.spreadBy = spreadBy;
        this.keys = keys;
        this.values = values;
    }

    /**
     * Finds the state of an operator.
     *
     * @param batch empty: the newest
     * @throws IllegalArgumentException when there is no such operator or batch
     */
    public static <K, V> SavedPartitions<K, V> of(
            StateReader reader,
            OperatorId operator,
            Optional<BatchTime> batch,
            StateSerializer<K> keys,
            StateSerializer<V> values)
            throws IOException {
        LogState log = reader.log();
        BatchTime at = batch.or(log::lastCommitted).orElse(new BatchTime(0));
        List<StateEntry> partitions = batch.isEmpty()
                ? List.copyOf(new TreeMap<>(log.stateOf(operator)).values())
                : stateAt(log, operator, at);
        if (partitions.isEmpty()) {
            throw new IllegalArgumentException("There is no state of operator '" + operator + "'"
                    + batch.map(time -> " as of batch " + time).orElse("") + ". Operators with state: "
                    + log.state().keySet());
        }
        boolean hashed = new Partitionings(log.accumulators())
                .at(operator, at)
                .equals(Optional.of(PartitionerIdentity.hash(partitions.size())));
        return new SavedPartitions<>(
                reader,
                partitions,
                new Time(at.millis()),
                hashed ? new HashPartitioner(partitions.size()) : null,
                keys,
                values);
    }

    /** The references of the last batch up to that one that has any: an operator may advance less often than batches. */
    private static List<StateEntry> stateAt(LogState log, OperatorId operator, BatchTime at) {
        BatchState asked = log.batches().get(at);
        if (asked == null || !asked.committed()) {
            throw new IllegalArgumentException("Batch " + at + " is not retained. Retained batches: "
                    + log.batches().keySet());
        }
        return log.batches().headMap(at, true).descendingMap().values().stream()
                .map(batch -> batch.state().stream()
                        .filter(entry -> entry.operator().equals(operator))
                        .toList())
                .filter(entries -> !entries.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    @Override
    public Time batch() {
        return batch;
    }

    @Override
    public int partitions() {
        return partitions.size();
    }

    @Override
    public @Nullable V get(K key) throws IOException {
        if (spreadBy != null) {
            return shown(view(spreadBy.getPartition(key)).get(key));
        }
        V found = null;
        for (int partition = 0; partition < partitions.size() && found == null; partition++) {
            found = shown(view(partition).get(key));
        }
        return found;
    }

    @Override
    public StateIterator<Tuple2<K, V>> entries() {
        return new Entries();
    }

    @Override
    public long count() throws IOException {
        long count = 0;
        try (StateIterator<?> all = entries()) {
            for (; all.hasNext(); all.next()) {
                count++;
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return count;
    }

    @Override
    public void close() {
        open.values().forEach(StateView::close);
        open.clear();
    }

    private StateView<K, V> view(int partition) throws IOException {
        StateView<K, V> view = open.get(partition);
        if (view == null) {
            view = reader.view(partitions.get(partition), keys, stored(partitions.get(partition)));
            open.put(partition, view);
        }
        return view;
    }

    /** What wrote the values; an inverse window's are more than their total, which is what is {@link #shown}. */
    @SuppressWarnings("unchecked")
    private StateSerializer<V> stored(StateEntry partition) {
        StateFormat format = StateRef.fromBytes(partition.ref().toByteArray()).format();
        return WindowStateSerializer.wrote(format) ? (StateSerializer<V>) new WindowStateSerializer<>(values) : values;
    }

    /** Of an inverse window the total, as in its stream. */
    @SuppressWarnings("unchecked")
    private static <V> @Nullable V shown(@Nullable V value) {
        return value instanceof WindowState<?> window ? (V) window.total() : value;
    }

    /** Goes through the partitions. */
    private final class Entries implements StateIterator<Tuple2<K, V>> {

        private int next;
        private @Nullable StateIterator<io.durastream.statestore.StateEntry<K, V>> current;

        @Override
        public boolean hasNext() {
            while (next < partitions.size() && (current == null || !current.hasNext())) {
                close();
                try {
                    current = view(next++).entries();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return current != null && current.hasNext();
        }

        @Override
        public Tuple2<K, V> next() {
            if (!hasNext() || current == null) {
                throw new NoSuchElementException();
            }
            var entry = current.next();
            return new Tuple2<>(entry.key(), shown(entry.value()));
        }

        @Override
        public void close() {
            if (current != null) {
                current.close();
                current = null;
            }
        }
    }
}
