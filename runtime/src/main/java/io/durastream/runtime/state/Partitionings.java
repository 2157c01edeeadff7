package io.durastream.runtime.state;

import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.Bytes;
import io.durastream.checkpoint.NamedValue;
import io.durastream.checkpoint.OperatorId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * By which partitioner the state of each operator is spread over its partitions, and since which batch. The latest is a
 * part of the commit of the batch that began it: a value named {@value #PREFIX} and the operator id, of 8 bytes batch time
 * and the partitioner's {@link PartitionerIdentity} in UTF-8. The batch thread writes; others may read.
 */
public final class Partitionings {

    private static final String PREFIX = "partitioner/";

    private final Map<OperatorId, NavigableMap<BatchTime, String>> known = new ConcurrentHashMap<>();

    /** @param committed the named values as the last committed batch left them */
    public Partitionings(Map<String, NamedValue> committed) {
        committed.forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                restore(OperatorId.of(name.substring(PREFIX.length())), value.value());
            }
        });
    }

    /** The identity of the partitioner that spread the state of a batch; empty when nobody wrote it down. */
    Optional<String> at(OperatorId operator, BatchTime time) {
        return Optional.ofNullable(of(operator).floorEntry(time)).map(Map.Entry::getValue);
    }

    /**
     * Whether the state of a batch is spread by this partitioner. Of a state from before partitioners were written down
     * that is taken for granted.
     */
    boolean isBy(String partitioner, OperatorId operator, BatchTime time) {
        return of(operator).isEmpty() || at(operator, time).equals(Optional.of(partitioner));
    }

    /** An operator's state of a batch was made with this partitioner. */
    void advanced(OperatorId operator, BatchTime time, String partitioner) {
        NavigableMap<BatchTime, String> since = of(operator);
        if (since.isEmpty() || !since.lastEntry().getValue().equals(partitioner)) {
            since.put(time, partitioner);
        }
    }

    /** What the commit of a batch has to say: the partitioners that it began with. */
    public List<NamedValue> begunAt(BatchTime time) {
        List<NamedValue> values = new ArrayList<>();
        known.forEach((operator, since) -> {
            String partitioner = since.get(time);
            if (partitioner != null) {
                values.add(new NamedValue(PREFIX + operator.value(), encode(time, partitioner)));
            }
        });
        return values;
    }

    private NavigableMap<BatchTime, String> of(OperatorId operator) {
        return known.computeIfAbsent(operator, id -> new ConcurrentSkipListMap<>());
    }

    private void restore(OperatorId operator, Bytes value) {
        ByteBuffer in = ByteBuffer.wrap(value.toByteArray());
        BatchTime since = BatchTime.of(in.getLong());
        of(operator).put(since, StandardCharsets.UTF_8.decode(in).toString());
    }

    private static Bytes encode(BatchTime since, String partitioner) {
        byte[] text = partitioner.getBytes(StandardCharsets.UTF_8);
        return Bytes.of(ByteBuffer.allocate(Long.BYTES + text.length)
                .putLong(since.millis())
                .put(text)
                .array());
    }
}
