package io.durastream;

import io.durastream.statestore.StateIterator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * The state of one operator as one batch left it, opened by {@link SavedState#operator}. A partition is copied to the local
 * disk when it is read first, and from then on nothing that happens to the checkpoint directory matters to it. Before that
 * a running application may delete what the batch needs. Owned by one thread. Close it to give the memory back.
 *
 * @param <K> keys
 * @param <V> values: what {@code updateStateByKey} or {@code mapWithState} keeps for a key, or the total of an inverse window
 */
public interface SavedOperator<K, V> extends AutoCloseable {

    /** {@return the batch after which the state was like this} */
    Time batch();

    /** {@return the number of partitions} */
    int partitions();

    /**
     * {@return the value of a key, or null} Reads one partition where keys are spread by hash, as they are unless the
     * application gave a partitioner of its own; otherwise one after the other.
     *
     * @param key equal to the key that the application used, and of the same class
     * @throws StateCleanedUpException when the application deleted what the batch needs
     * @throws io.durastream.statestore.IncompatibleStateException when the state was written with other serializers
     * @throws io.durastream.storage.DamagedFileException when a file is damaged
     * @throws IOException when the checkpoint directory cannot be read
     */
    @Nullable
    V get(K key) throws IOException;

    /**
     * {@return all keys with their values, partition by partition} They are read as the iteration goes on. It ends with an
     * {@link java.io.UncheckedIOException} where {@link #get} throws an {@link IOException}.
     */
    StateIterator<Tuple2<K, V>> entries();

    /**
     * {@return the number of keys} Reads them all.
     *
     * @throws IOException as {@link #get}
     */
    long count() throws IOException;

    /** Ends iterations that are open. */
    @Override
    void close();
}
