package io.durastream.statestore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class HeapTableTest {

    /** Another first seed, or another number of histories: {@code -Dtable.seed=… -Dtable.histories=…}. */
    private static final long SEED = Long.getLong("table.seed", 1);

    private static final int HISTORIES = Integer.getInteger("table.histories", 10);
    private static final int STEPS = 2_000;

    @Test
    void knowsWhatTheModelHasWhateverHappened() {
        List<Bytes> keysOfOneHash = keysOfOneHash(4);
        for (long seed = SEED; seed < SEED + HISTORIES; seed++) {
            try {
                new HeapTableHistory(seed, keysOfOneHash).run(STEPS);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        "History of seed " + seed + " failed; rerun it with: mvn test -pl statestore -am"
                                + " -Dtest=HeapTableTest -Dsurefire.failIfNoSpecifiedTests=false"
                                + " -DargLine='-Dtable.seed=" + seed + " -Dtable.histories=1'",
                        e);
            }
        }
    }

    @Test
    void aCompleteTableKnowsWhatDoesNotExistAndAnotherDoesNot() {
        HeapTable complete = new HeapTable(true);
        assertSame(Row.ABSENT, complete.get(key(1)));
        complete.put(key(1), Row.ABSENT);
        assertEquals(List.of(), complete.take(0, false).rows().entries());

        HeapTable partial = new HeapTable(false);
        assertNull(partial.get(key(1)));
        partial.put(key(1), Row.ABSENT);
        assertSame(Row.ABSENT, partial.get(key(1)));
        assertEquals(
                List.of(new HeapTable.Entry(key(1), Row.ABSENT)),
                partial.take(0, false).rows().entries());
        assertEquals(0, partial.rows());
    }

    @Test
    void anEmptyValueIsNotNoValue() {
        HeapTable table = new HeapTable(true);
        List<Row> rows = List.of(
                new Row(new byte[0], false, 0),
                new Row(new byte[0], true, -1),
                timer(Long.MIN_VALUE),
                new Row(new byte[] {1}, true, Long.MAX_VALUE));
        for (int i = 0; i < rows.size(); i++) {
            table.put(key(i), rows.get(i));
        }
        for (int i = 0; i < rows.size(); i++) {
            assertEquals(rows.get(i), table.get(key(i)));
        }
        assertNotEquals(rows.get(1), rows.get(2));
    }

    @Test
    void rangesFollowEachOtherOverAllHashesInOrder() {
        HeapTable table = new HeapTable(true);
        int count = 20_000;
        List<Bytes> expected = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            table.put(key(i), value(9));
            expected.add(key(i));
        }
        Collections.sort(expected);

        List<Bytes> keys = new ArrayList<>();
        int ranges = 0;
        int next = 0;
        do {
            HeapTable.Range range = table.range(next);
            assertEquals(next, range.first());
            assertEquals(range, table.range(range.last()));
            range.rows().forEach(entry -> keys.add(entry.key()));
            assertTrue(
                    range.rows().size() < 2_000,
                    "rows in a page: " + range.rows().size());
            ranges++;
            next = range.last() + 1;
        } while (next != 0);
        assertEquals(expected, keys);
        assertTrue(ranges > 10, "ranges: " + ranges);
    }

    @Test
    void aSmallRowTakesLittleMoreThanItsBytes() {
        HeapTable table = new HeapTable(true);
        int count = 200_000;
        for (int i = 0; i < count; i++) {
            byte[] key = ByteBuffer.allocate(9).putLong(1, i).array();
            table.put(new Bytes(key), value(2 + i % 8));
        }
        assertEquals(count, table.rows());
        assertTrue(table.bytes() / count <= 40, "bytes a row: " + (double) table.bytes() / count);
    }

    @Test
    void rowsThatShrinkGiveTheirMemoryBack() {
        HeapTable table = new HeapTable(true);
        for (int i = 0; i < 10_000; i++) {
            table.put(key(i), value(500));
        }
        long full = table.bytes();
        fillWith(table, 10_000);
        assertTrue(table.bytes() < full / 5, "bytes: " + table.bytes() + " of " + full);
    }

    @Test
    void whatACompleteRangeHasNoRowOfDoesNotExist() {
        HeapTable table = new HeapTable(true);
        fillWith(table, 2);
        table.put(key(1), Row.ABSENT);
        assertEquals(
                List.of(new HeapTable.Entry(key(0), value(9))), table.range(0).rows());
        assertEquals(2, table.take(0, false).rows().entries().size());
    }

    @Test
    void keysOfTheSameHashAreToldApartWithoutSplittingForEver() {
        List<Bytes> keys = keysOfOneHash(10);
        HeapTable table = new HeapTable(true, 4_000);
        keys.forEach(key -> table.put(key, new Row(key.array(), false, 0)));
        for (Bytes key : keys) {
            assertEquals(new Row(key.array(), false, 0), table.get(key));
        }
        HeapTable.Taken range = table.take(keys.get(0).hash(), false);
        assertEquals(
                keys.stream().sorted().toList(),
                range.rows().entries().stream().map(HeapTable.Entry::key).toList());
        assertTrue(table.bytes() < 60L * keys.size(), "bytes: " + table.bytes());
    }

    @Test
    void largeValuesAreNeitherCopiedNorCrowded() {
        HeapTable table = new HeapTable(true);
        List<byte[]> values = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            values.add(new byte[1 << 20]);
            table.put(key(i), new Row(values.get(i), i % 2 == 0, i));
        }
        int rows = 0;
        for (int i = 0; i < 100; i++) {
            Row row = table.get(key(i));
            assertTrue(row != null && row.value() == values.get(i), "another array");
            rows = Math.max(rows, table.range(key(i).hash()).rows().size());
        }
        assertTrue(rows < 20, "rows in a page: " + rows);
        assertEquals(HeapTableHistory.arrayBytes(table), table.bytes());
        assertTrue(table.dirtyBytes() >= 100 << 20);

        for (int i = 0; i < 100; i++) {
            table.put(key(i), value(1));
        }
        assertTrue(table.bytes() < 100_000, "bytes: " + table.bytes());
    }

    @Test
    void moreThanAnArrayCanHoldIsRefused() {
        IllegalStateException failure = assertThrows(IllegalStateException.class, () -> new HeapRows(1, 1L << 31));
        assertTrue(String.valueOf(failure.getMessage()).contains("2147483648"), failure.getMessage());
    }

    @Test
    void whatWasPutAgainAfterItWasTakenIsTakenAgain() {
        HeapTable table = new HeapTable(true);
        table.put(key(1), value(1));
        assertEquals(1, table.take(0, false).rows().entries().size());
        table.put(key(1), value(2));
        table.releaseTaken();
        assertTrue(table.dirtyBytes() > 0);
        assertEquals(0, table.evict(1) + table.evict(1));
        assertEquals(
                List.of(new HeapTable.Entry(key(1), value(2))),
                table.take(0, false).rows().entries());
        assertEquals(List.of(), table.take(0, false).rows().entries());
        table.releaseTaken();
        assertEquals(0, table.dirtyBytes());
    }

    @Test
    void ofACompletePageAllRowsCanBeTaken() {
        HeapTable complete = new HeapTable(true);
        HeapTable partial = new HeapTable(false);
        Map<Bytes, Row> rows = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            rows.put(key(i), i < 10 ? Row.ABSENT : value(i));
        }
        for (HeapTable table : List.of(complete, partial)) {
            for (int i = 0; i < 100; i++) {
                table.put(key(i), value(i));
            }
            assertEquals(100, table.take(0, false).rows().size());
            table.releaseTaken();
            assertFalse(table.isMostlyDirty());
            for (int i = 0; i < 60; i++) {
                table.put(key(i), rows.get(key(i)));
            }
        }
        assertTrue(complete.isMostlyDirty());
        HeapTable.Taken all = complete.take(0, true);
        assertTrue(all.all());
        assertEquals(
                rows,
                all.rows().entries().stream().collect(Collectors.toMap(HeapTable.Entry::key, HeapTable.Entry::row)));
        assertFalse(partial.isMostlyDirty(), "rows may be elsewhere");
        HeapTable.Taken dirty = partial.take(0, true);
        assertFalse(dirty.all());
        assertEquals(60, dirty.rows().size());
    }

    @Test
    void evictsWhatIsReleasedAndOnlyThat() {
        HeapTable table = new HeapTable(true);
        fillWith(table, 1_000);
        assertEquals(0, table.evict(Long.MAX_VALUE), "dirty");
        takeAll(table);
        assertEquals(0, table.evict(Long.MAX_VALUE), "taken");
        table.releaseTaken();
        assertTrue(table.evict(Long.MAX_VALUE) > 0);
        assertEquals(0, table.rows());
        assertNull(table.get(key(1)));
        assertFalse(table.range(0).complete());
        assertEquals(0, table.evict(Long.MAX_VALUE), "nothing");
    }

    @Test
    void evictsAboutAsMuchAsIsAskedForAndGoesOnWhereItEnded() {
        HeapTable table = new HeapTable(false);
        for (int i = 0; i < 20_000; i++) {
            table.fill(key(i), value(9));
        }
        long before = table.bytes();
        long freed = table.evict(100_000);
        assertEquals(before - table.bytes(), freed);
        assertTrue(freed >= 100_000 && freed < 100_000 + (64 << 10), "freed: " + freed);
        assertEquals(0, table.range(0).rows().size());
        long rows = table.rows();
        table.fill(table.range(-1).rows().get(0).key(), value(1));
        List<Bytes> again = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            if (Integer.compareUnsigned(key(i).hash(), table.range(0).last()) <= 0) {
                table.fill(key(i), value(9));
                again.add(key(i));
            }
        }
        table.evict(100_000);
        assertEquals(again.size(), table.range(0).rows().size(), "the sweep went on behind them");
        assertTrue(table.rows() < rows);
    }

    @Test
    void whatWasUsedSinceTheLastSweepGetsASecondChance() {
        HeapTable table = new HeapTable(false, 1 << 20);
        for (int i = 0; i < 1_000; i++) {
            table.fill(key(i), value(9));
        }
        for (int i = 0; i < 100; i++) {
            table.get(key(i));
        }
        assertTrue(table.evict(1) > 0);
        assertEquals(100, table.rows());
        table.get(key(7));
        assertTrue(table.evict(1) > 0);
        assertEquals(value(9), table.get(key(7)));
        assertEquals(1, table.rows());
    }

    @Test
    void removedRowsAreForgottenOnceTheyAreReleased() {
        HeapTable table = new HeapTable(true);
        fillWith(table, 10_000);
        long full = table.bytes();
        for (int i = 0; i < 10_000; i++) {
            table.put(key(i), Row.ABSENT);
        }
        takeAll(table);
        table.releaseTaken();
        assertEquals(0, table.rows());
        takeAll(table);
        assertTrue(table.bytes() < full / 10, "bytes: " + table.bytes() + " of " + full);
        assertSame(Row.ABSENT, table.get(key(1)));
    }

    @Test
    void whatIsFilledInIsCleanAndNeverReplacesWhatTheTableHas() {
        HeapTable table = new HeapTable(false);
        table.put(key(1), value(1));
        table.put(key(2), Row.ABSENT);
        table.fill(key(1), value(9));
        table.fill(key(2), value(9));
        table.fill(key(3), value(9));
        table.fill(key(4), Row.ABSENT);
        assertEquals(value(1), table.get(key(1)));
        assertEquals(Row.ABSENT, table.get(key(2)));
        assertEquals(value(9), table.get(key(3)));
        assertNull(table.get(key(4)));
        assertEquals(2, table.take(0, false).rows().entries().size());
    }

    @Test
    void rangesThatWereSplitMeanwhileBecomeCompleteTogether() {
        HeapTable table = new HeapTable(false);
        HeapTable.Range all = table.range(0);
        fillWith(table, 10_000);
        assertNotEquals(-1, table.range(0).last());
        table.completed(all.first(), all.last());
        assertTrue(table.range(0).complete() && table.range(-1).complete());
        assertSame(Row.ABSENT, table.get(key(10_001)));
    }

    private static void fillWith(HeapTable table, int rows) {
        for (int i = 0; i < rows; i++) {
            table.put(key(i), value(9));
        }
    }

    private static void takeAll(HeapTable table) {
        int next = 0;
        do {
            next = table.take(next, false).last() + 1;
        } while (next != 0);
    }

    private static Bytes key(int number) {
        return new Bytes(ByteBuffer.allocate(8).putLong(number).array());
    }

    @Test
    void whatWasTakenBeforeIsNotTakenAgainWithOthers() {
        HeapTable table = new HeapTable(true);
        table.put(key(1), value(9));
        long bytes = table.dirtyBytes();
        table.take(0, false);
        table.releaseTaken();
        table.put(key(2), value(9));
        assertEquals(
                List.of(new HeapTable.Entry(key(2), value(9))),
                table.take(0, false).rows().entries());
        assertEquals(bytes, table.dirtyBytes());
    }

    @Test
    void largeValuesThatAreReplacedLeaveTheirPlaces() {
        HeapTable table = new HeapTable(true);
        for (int i = 0; i < 10; i++) {
            table.put(key(i), value(HeapRow.LARGE_BYTES));
        }
        long bytes = table.bytes();
        for (int i = 0; i < 10_000; i++) {
            table.put(key(i % 10), value(HeapRow.LARGE_BYTES));
        }
        assertEquals(bytes, table.bytes());
    }

    @SuppressWarnings("NullAway") // does not read from class files that elements of a record are nullable arrays
    static Row timer(long millis) {
        return new Row(null, true, millis);
    }

    private static Row value(int length) {
        return new Row(new byte[length], false, 0);
    }

    /** 2^bits keys: in CRCs, what two keys of one hash differ by makes another of that hash of any key. */
    /** 2 to this power keys. */
    static List<Bytes> keysOfOneHash(int bits) {
        Random random = new Random(1);
        Map<Integer, Long> seen = new HashMap<>();
        List<Long> keys = new ArrayList<>(List.of(0L));
        while (keys.size() < 1 << bits) {
            long key = random.nextLong();
            Long other = seen.put(new Bytes(bytes(key)).hash(), key);
            if (other != null && !keys.contains(key ^ other)) {
                for (long known : List.copyOf(keys)) {
                    keys.add(known ^ key ^ other);
                }
            }
        }
        List<Bytes> result = new ArrayList<>();
        for (long key : keys) {
            result.add(new Bytes(bytes(key)));
            assertEquals(result.get(0).hash(), new Bytes(bytes(key)).hash());
        }
        return result;
    }

    private static byte[] bytes(long key) {
        return ByteBuffer.allocate(8).putLong(key).array();
    }
}
