package io.durastream.statestore;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keys that were serialized before their turn. A key is told by being the same object: that of a record, which is read,
 * written and given a timer, is serialized once. Owned by one thread.
 */
final class KeysAhead<K> {

    private final List<? extends K> keys;
    private final List<Bytes> bytes;
    /** The key whose turn it is; those before it are forgotten. */
    private int turn;

    KeysAhead(List<? extends K> keys, StateSerializer<K> serializer) {
        this.keys = keys;
        this.bytes = new ArrayList<>(keys.size());
        for (K key : keys) {
            bytes.add(new Bytes(serializer.serialize(key)));
        }
    }

    List<Bytes> bytes() {
        return bytes;
    }

    /** The bytes of the key, whose turn it is now; null where it is none of those to come, and then no other is. */
    @SuppressWarnings("ReferenceEquality") // another object may be equal and have other bytes
    @Nullable
    Bytes find(K key) {
        while (turn < keys.size()) {
            if (keys.get(turn) == key) {
                return bytes.get(turn);
            }
            turn++;
        }
        return null;
    }
}
