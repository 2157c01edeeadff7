package io.durastream.statestore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ChangesTest {

    private static final int KEYS = 5_000;

    private final Random random = new Random(1);
    private final Changes changes = new Changes();

    @Test
    void haveTheLastRowOfEachKeyAndShowThemInOrder() {
        NavigableMap<Bytes, Row> expected = new TreeMap<>();
        for (int i = 0; i < 4 * KEYS; i++) {
            Bytes key = key(random.nextInt(KEYS));
            Row row = aRow();
            changes.put(key, row);
            expected.put(key, row);
        }
        for (int i = 0; i < KEYS; i++) {
            assertEquals(expected.get(key(i)), changes.get(key(i)));
            assertEquals(expected.containsKey(key(i)), changes.has(key(i)));
        }
        assertEquals(
                expected.entrySet().stream()
                        .map(row -> new HeapTable.Entry(row.getKey(), row.getValue()))
                        .toList(),
                changes.ordered().entries());
    }

    @Test
    void tellARemovedKeyFromOneThatIsNotChanged() {
        assertTrue(changes.isEmpty());
        changes.put(key(1), Row.ABSENT);
        assertSame(Row.ABSENT, changes.get(key(1)));
        assertNull(changes.get(key(2)));
        assertFalse(changes.has(key(2)));
        assertFalse(changes.isEmpty());
    }

    @Test
    void knowTheTimersThatAreDue() {
        changes.put(key(1), Row.ABSENT.withTimer(4));
        changes.put(key(2), Row.ABSENT.withTimer(5));
        changes.put(key(3), Row.ABSENT.withTimer(4).withoutTimer());
        changes.put(key(4), Row.ABSENT.withTimer(3));
        changes.put(key(4), Row.ABSENT.withTimer(9));
        assertEquals(List.of(new StateTimer<>(key(1), 4)), changes.due(5));
    }

    @Test
    void takeManyLargeValuesWithoutLookingAtAllOfThemForEach() {
        byte[] large = new byte[HeapRow.LARGE_BYTES];
        int count = 200_000;
        for (int i = 0; i < count; i++) {
            changes.put(key(i), Row.ABSENT.withValue(large));
        }
        assertEquals(count, changes.ordered().size());
        assertSame(large, changes.ordered().get(count / 2).largeValue());
    }

    private Row aRow() {
        return switch (random.nextInt(5)) {
            case 0 -> Row.ABSENT;
            case 1 -> Row.ABSENT.withTimer(random.nextLong());
            case 2 -> Row.ABSENT.withValue(new byte[HeapRow.LARGE_BYTES - 2 + random.nextInt(4)]);
            default -> Row.ABSENT.withTimer(1).withValue(new byte[random.nextInt(200)]);
        };
    }

    private static Bytes key(int number) {
        return new Bytes(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    }
}
