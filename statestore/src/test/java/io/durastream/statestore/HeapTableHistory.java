package io.durastream.statestore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A random history of a table beside a model of it in maps: what is true, what the table behind it has, which gets what is
 * taken just before it is released, and which keys must be resident. Whatever the table does not know must be there.
 */
final class HeapTableHistory {

    private static final int KEYS = 700;

    private final Random random;
    private final HeapTable table;
    private final List<Bytes> keys = new ArrayList<>();
    private final NavigableMap<Bytes, Row> truth = new TreeMap<>();
    private final NavigableMap<Bytes, Row> behind = new TreeMap<>();
    private final Map<Bytes, Row> taken = new HashMap<>();
    private final Set<Bytes> dirty = new HashSet<>();

    HeapTableHistory(long seed, List<Bytes> someKeys) {
        random = new Random(seed);
        boolean isNew = random.nextBoolean();
        table = new HeapTable(isNew, 300 << random.nextInt(6));
        keys.addAll(someKeys);
        while (keys.size() < KEYS) {
            byte[] key = new byte[random.nextInt(20) == 0 ? random.nextInt(400) : 1 + random.nextInt(12)];
            random.nextBytes(key);
            keys.add(new Bytes(key));
        }
        if (!isNew) {
            for (int i = 0; i < KEYS / 2; i++) {
                behind.put(keys.get(random.nextInt(KEYS)), aRow());
            }
            truth.putAll(behind);
        }
    }

    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            step();
            assertTrue(table.dirtyBytes() > 0 || (dirty.isEmpty() && taken.isEmpty()));
        }
        check();
    }

    private void step() {
        switch (random.nextInt(40)) {
            case 0 -> table.evict(random.nextInt(20_000));
            case 1, 2 -> take();
            case 3 -> release();
            case 4 -> completeRange();
            case 5 -> checkRange(random.nextInt());
            case 6 -> check();
            case 7 -> writeMany();
            case 8 -> table.prefetch(List.of(aKey(), aKey()));
            default -> {
                if (random.nextInt(3) == 0) {
                    read(aKey());
                } else {
                    write();
                }
            }
        }
    }

    private void write() {
        Bytes key = aKey();
        Row row = random.nextInt(4) == 0 ? Row.ABSENT : aRow();
        table.put(key, row);
        written(key, row);
    }

    private void writeMany() {
        NavigableMap<Bytes, Row> rows = new TreeMap<>();
        for (int count = random.nextInt(200); count > 0; count--) {
            rows.put(aKey(), random.nextInt(4) == 0 ? Row.ABSENT : aRow());
        }
        if (random.nextInt(4) == 0) {
            table.expect(rows.size(), random.nextInt(50));
        }
        Changes changes = new Changes();
        rows.forEach(changes::put);
        if (random.nextBoolean()) {
            table.putAll(changes.ordered());
        } else {
            table.putAll(changes.ordered().entries());
        }
        rows.forEach(this::written);
    }

    private void written(Bytes key, Row row) {
        put(truth, key, row);
        if (!row.isAbsent()) {
            dirty.add(key);
        }
    }

    private void read(Bytes key) {
        Row row = table.get(key);
        if (row != null) {
            assertEquals(truth.getOrDefault(key, Row.ABSENT), row);
        } else {
            checkBehind(key);
            table.fill(key, behind.getOrDefault(key, Row.ABSENT));
        }
    }

    private void checkBehind(Bytes key) {
        assertEquals(truth.get(key), behind.get(key), "lost: " + key);
    }

    private void take() {
        int hash = random.nextInt();
        for (int pages = 1 + random.nextInt(20); pages > 0; pages--) {
            HeapTable.Taken rows = table.take(hash, random.nextBoolean());
            HeapTable.Range range = new HeapTable.Range(
                    rows.first(), rows.last(), false, rows.rows().entries());
            checkOrder(range);
            for (HeapTable.Entry entry : range.rows()) {
                assertEquals(truth.getOrDefault(entry.key(), Row.ABSENT), entry.row());
                taken.put(entry.key(), entry.row());
                dirty.remove(entry.key());
            }
            dirty.forEach(key -> assertTrue(!isIn(key, range), "not taken: " + key));
            if (rows.all()) {
                truth.forEach((key, row) -> assertTrue(!isIn(key, range) || hasKey(range, key), "left out: " + key));
            }
            hash = range.last() + 1;
        }
    }

    private void release() {
        taken.forEach((key, row) -> put(behind, key, row));
        taken.clear();
        table.releaseTaken();
    }

    /** With other changes between reading and filling, as long as nothing is evicted. */
    private void completeRange() {
        HeapTable.Range range = table.range(random.nextInt());
        List<Map.Entry<Bytes, Row>> found = new ArrayList<>();
        behind.forEach((key, row) -> {
            if (isIn(key, range)) {
                found.add(Map.entry(key, row));
            }
        });
        for (int writes = random.nextInt(30); writes > 0; writes--) {
            write();
        }
        found.forEach(entry -> table.fill(entry.getKey(), entry.getValue()));
        table.completed(range.first(), range.last());
    }

    private HeapTable.Range checkRange(int hash) {
        HeapTable.Range range = table.range(hash);
        checkOrder(range);
        Map<Bytes, Row> resident = new HashMap<>();
        for (HeapTable.Entry entry : range.rows()) {
            assertEquals(truth.getOrDefault(entry.key(), Row.ABSENT), entry.row());
            resident.put(entry.key(), entry.row());
        }
        for (Bytes key : keys) {
            if (isIn(key, range) && !resident.containsKey(key)) {
                if (range.complete()) {
                    assertEquals(null, truth.get(key));
                } else {
                    checkBehind(key);
                }
            }
        }
        return range;
    }

    private void check() {
        long rows = 0;
        int next = 0;
        do {
            HeapTable.Range range = checkRange(next);
            assertEquals(next, range.first());
            rows += range.rows().stream()
                    .filter(entry -> !entry.row().isAbsent())
                    .count();
            next = range.last() + 1;
        } while (next != 0);
        assertEquals(rows, table.rows());
        assertEquals(arrayBytes(table), table.bytes());
    }

    private static void checkOrder(HeapTable.Range range) {
        Bytes last = null;
        for (HeapTable.Entry entry : range.rows()) {
            assertTrue(isIn(entry.key(), range));
            assertTrue(last == null || last.compareTo(entry.key()) < 0);
            last = entry.key();
        }
    }

    private static boolean hasKey(HeapTable.Range range, Bytes key) {
        return range.rows().stream().anyMatch(entry -> entry.key().equals(key));
    }

    private static boolean isIn(Bytes key, HeapTable.Range range) {
        return Integer.compareUnsigned(range.first(), key.hash()) <= 0
                && Integer.compareUnsigned(key.hash(), range.last()) <= 0;
    }

    private static void put(Map<Bytes, Row> map, Bytes key, Row row) {
        if (row.isAbsent()) {
            map.remove(key);
        } else {
            map.put(key, row);
        }
    }

    private Bytes aKey() {
        return keys.get(random.nextInt(KEYS));
    }

    private Row aRow() {
        boolean timed = random.nextInt(3) == 0;
        if (timed && random.nextInt(4) == 0) {
            return HeapTableTest.timer(random.nextLong());
        }
        int length = switch (random.nextInt(20)) {
            case 0 -> HeapRow.LARGE_BYTES - 2 + random.nextInt(4);
            case 1 -> 5_000;
            case 2 -> 126 + random.nextInt(4);
            default -> random.nextInt(14);
        };
        byte[] value = new byte[length];
        random.nextBytes(value);
        return new Row(value, timed, random.nextLong());
    }

    /** What {@link HeapTable#bytes} must say: found by walking through all that the table refers to. */
    static long arrayBytes(HeapTable table) {
        return bytes(table, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static long bytes(@Nullable Object object, Set<Object> seen) {
        if (object == null || !seen.add(object)) {
            return 0;
        }
        Class<?> type = object.getClass();
        if (type.isArray()) {
            int length = Array.getLength(object);
            Class<?> element = type.getComponentType();
            int size = element == byte.class ? 1 : 4;
            long bytes = (16 + (long) size * length + 7) / 8 * 8;
            for (int i = 0; !element.isPrimitive() && i < length; i++) {
                bytes += bytes(Array.get(object, i), seen);
            }
            return bytes;
        }
        long bytes = object instanceof HeapPage ? Footprint.PAGE : 0;
        for (Field field : type.getDeclaredFields()) {
            if (!field.getType().isPrimitive() && !Modifier.isStatic(field.getModifiers())) {
                bytes += bytes(valueOf(field, object), seen);
            }
        }
        return bytes;
    }

    private static @Nullable Object valueOf(Field field, Object object) {
        try {
            field.setAccessible(true);
            return field.get(object);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
