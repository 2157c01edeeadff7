package io.durastream.statestore;

import io.durastream.storage.StoragePath;
import io.durastream.wal.LogExtent;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A committed state of one partition: everything that is needed to find it again, and nothing of it. The batch log holds
 * one for each partition and batch, so it stays small: the snapshot's name and the stretches of changelog written since.
 *
 * <p>Binary form, big-endian; {@code text} is a length of 2 bytes and UTF-8:
 *
 * <pre>
 *  0       1         9
 *  +-------+---------+---------+------------+--------------+----------+-----------------+---------+------------
 *  | 1     | version | lineage | key format | value format | location | snapshot or ""  | n (4)   | extents …
 *  +-------+---------+---------+------------+--------------+----------+-----------------+---------+------------
 *   layout  batch ms  text      text         text           text       text
 * </pre>
 *
 * @param version the batch whose result this is
 * @param lineage the identity of the content
 * @param format how keys and values are serialized
 * @param location the {@link StateOwner#location} of the process that had it live
 * @param snapshot the manifest of the snapshot to start from; null: start from the empty state
 * @param changelog the stretches of changelog that lead from there to this state, in order. They may contain records of
 *     losing attempts, which a restore passes over.
 */
public record StateRef(
        StateVersion version,
        Lineage lineage,
        StateFormat format,
        String location,
        @Nullable StoragePath snapshot,
        List<LogExtent> changelog) {

    private static final byte LAYOUT = 1;

    public StateRef {
        changelog = List.copyOf(changelog);
    }

    /** {@return the same reference, for tasks that should run elsewhere} */
    public StateRef withLocation(String newLocation) {
        return new StateRef(version, lineage, format, newLocation, snapshot, changelog);
    }

    /** {@return the reference as the batch log keeps it; see {@link #fromBytes}} */
    public byte[] toBytes() {
        String[] texts = {
            lineage.value(), format.keys(), format.values(), location, snapshot == null ? "" : snapshot.value()
        };
        int size = Byte.BYTES + Long.BYTES + Integer.BYTES;
        for (String text : texts) {
            size += Texts.size(text);
        }
        for (LogExtent extent : changelog) {
            size += extent.encodedBytes();
        }
        ByteBuffer bytes = ByteBuffer.allocate(size);
        bytes.put(LAYOUT).putLong(version.batchMillis());
        for (String text : texts) {
            Texts.put(bytes, text);
        }
        bytes.putInt(changelog.size());
        changelog.forEach(extent -> extent.writeTo(bytes));
        return bytes.array();
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws IllegalArgumentException when the bytes are no reference
     */
    public static StateRef fromBytes(byte[] encoded) {
        ByteBuffer bytes = ByteBuffer.wrap(encoded);
        try {
            byte layout = bytes.get();
            if (layout != LAYOUT) {
                throw new IllegalArgumentException("Expected a state reference of layout " + LAYOUT + ", got " + layout
                        + "; a newer release may have written it");
            }
            StateVersion version = new StateVersion(bytes.getLong());
            Lineage lineage = new Lineage(Texts.get(bytes));
            StateFormat format = new StateFormat(Texts.get(bytes), Texts.get(bytes));
            String location = Texts.get(bytes);
            String snapshot = Texts.get(bytes);
            List<LogExtent> changelog = new ArrayList<>();
            for (int n = bytes.getInt(); n > 0; n--) {
                changelog.add(LogExtent.readFrom(bytes));
            }
            return new StateRef(
                    version,
                    lineage,
                    format,
                    location,
                    snapshot.isEmpty() ? null : StoragePath.of(snapshot),
                    changelog);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("A state reference of " + encoded.length + " bytes ends too early", e);
        }
    }
}
