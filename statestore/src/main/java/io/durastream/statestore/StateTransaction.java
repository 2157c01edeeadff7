package io.durastream.statestore;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * One attempt at one batch's update of one partition: reads its base and its own changes, and either commits, once, or
 * leaves nothing. Owned by one thread. Any number of transactions may be open on a partition, on the same base or on
 * different ones; they do not see each other.
 */
public interface StateTransaction<K, V> extends StateView<K, V> {

    /**
     * Says which keys are read and written next, in this order: their rows are found faster together than one after the
     * other. No more than a hint; but none of the keys may be modified before it was its turn.
     */
    void prefetch(List<? extends K> next);

    /** Sets a key's value. Its timer stays as it is. Putting the value that was just read changes nothing. */
    void put(K key, V value);

    /**
     * Calls a function once for every key that has a value, and for every other one that something arrived for, in the order
     * of {@link #entries}; and sets the key's value to what it returns. A value that is returned as it was changes nothing.
     *
     * @param arrived by key
     * @throws Exception what the function throws; the transaction is to be given up then
     */
    <A> void updateAll(Map<K, List<A>> arrived, StateUpdate<A, V> update) throws Exception;

    /** Removes a key's value and its timer. */
    void remove(K key);

    /** Sets the key's one timer, in place of an earlier one. A key needs no value for it. */
    void setTimer(K key, long millis);

    /** Clears the key's timer, if it has one. */
    void clearTimer(K key);

    /**
     * Makes the changes durable: one append to the changelog and one flush (one more for every {@link
     * StateStoreOptions#changelogRecordBytes} bytes of changes); nothing at all if nothing changed. The result counts only
     * once somebody refers to it. May be called once; afterwards the transaction can only be closed.
     *
     * @return what to begin the next batch with
     * @throws io.durastream.storage.SealedException when the writer belongs to a past epoch: the process has to stop
     * @throws IOException when the outcome is unknown; the result can never be referred to, so it is as good as not
     *     committed, and the attempt may be repeated in a new transaction
     */
    StateRef commit() throws IOException;

    /** Gives the resources back; without a commit the transaction leaves nothing. Idempotent. */
    @Override
    void close();
}
