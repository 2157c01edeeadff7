package io.durastream.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.checkpoint.CommitOutcome.Committed;
import io.durastream.storage.DamagedFileException;
import io.durastream.storage.StoragePath;
import io.durastream.storage.sim.SimulatedClock;
import io.durastream.storage.sim.SimulatedDisk;
import io.durastream.storage.sim.SimulatedStorage;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log: 1 starts an epoch, snapshot of 3, entries 4 to 6. */
class BatchLogDamageTest {

    private static final String OLDER_ENTRY = "batches/00000000000000000005.entry";
    private static final String LAST_ENTRY = "batches/00000000000000000006.entry";
    private static final String SNAPSHOT = "batches/00000000000000000003.snapshot";

    private final SimulatedDisk disk = SimulatedDisk.withoutTearing();
    private final SimulatedStorage storage = disk.client("writer");

    @BeforeEach
    void write() throws IOException {
        BatchLog log = claim();
        append(log, Samples.application());
        append(log, Samples.plan(1));
        log.compact();
        append(log, Samples.commit(1), Samples.plan(2));
        append(log, Samples.commit(2));
        append(log, Samples.plan(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {OLDER_ENTRY, LAST_ENTRY, SNAPSHOT})
    void namesTheFileWithAFlippedBitAtAnyOffset(String file) throws IOException {
        byte[] good = content(file);
        for (int offset = 0; offset < good.length; offset++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] bad = good.clone();
                bad[offset] ^= (byte) (1 << bit);
                replace(file, bad);
                assertDamaged(file, "flipped bit " + bit + " of byte " + offset);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {OLDER_ENTRY, LAST_ENTRY, SNAPSHOT})
    void namesTheFileThatEndsEarlyOrLate(String file) throws IOException {
        byte[] good = content(file);
        for (int length = 0; length < good.length; length++) {
            replace(file, Arrays.copyOf(good, length));
            assertDamaged(file, "cut to " + length);
            byte[] zeroed = Arrays.copyOf(Arrays.copyOf(good, length), good.length);
            replace(file, zeroed);
            if (!Arrays.equals(good, zeroed)) {
                assertDamaged(file, "zeros from " + length);
            }
        }
        replace(file, Arrays.copyOf(good, good.length + 1));
        assertDamaged(file, "one byte more");
    }

    @Test
    void namesAMissingEntry() throws IOException {
        disk.client("vandal").delete(StoragePath.of(OLDER_ENTRY));
        DamagedFileException damage = assertDamaged(OLDER_ENTRY, "missing");
        assertTrue(damage.toString().contains("there is entry 6"), damage::toString);
    }

    @Test
    void doesNotFallBackWhenTheSnapshotIsMissing() throws IOException {
        disk.client("vandal").delete(StoragePath.of(SNAPSHOT));
        assertDamaged("batches", "missing");
    }

    @Test
    void namesAnEntryThatStandsInAnotherOnesPlace() throws IOException {
        replace(LAST_ENTRY, content(OLDER_ENTRY));
        assertDamaged(LAST_ENTRY, "other number");
    }

    @Test
    void namesAnEntryThatCannotFollow() throws IOException {
        LogEntry good = EntryCodec.decode(StoragePath.of(LAST_ENTRY), content(LAST_ENTRY));
        replace(
                LAST_ENTRY,
                EntryCodec.encode(
                        new LogEntry(6, good.epoch().next(), good.writer(), good.wallMillis(), good.records())));
        DamagedFileException damage = assertDamaged(LAST_ENTRY, "wrong epoch");
        assertTrue(damage.toString().contains("expected epoch 1"), damage::toString);
    }

    @Test
    void doesNotLookAtWhatTheSnapshotCovers() throws IOException {
        LogState before = BatchLog.read(storage).state();
        replace("batches/00000000000000000001.entry", new byte[] {1});
        assertEquals(before, BatchLog.read(storage).state());
    }

    private DamagedFileException assertDamaged(String file, String how) {
        DamagedFileException damage = assertThrows(DamagedFileException.class, () -> BatchLog.read(storage), how);
        assertEquals(file, damage.file(), how);
        assertThrows(DamagedFileException.class, this::claim, how);
        return damage;
    }

    private BatchLog claim() throws IOException {
        return BatchLog.claim(
                storage, WriterId.of("writer"), "host", new SimulatedClock(0), BatchLogOptions.defaults());
    }

    private byte[] content(String file) throws IOException {
        return disk.content(StoragePath.of(file));
    }

    private void replace(String file, byte[] content) throws IOException {
        disk.damage(StoragePath.of(file), old -> content);
    }

    private static void append(BatchLog log, BatchRecord... records) {
        assertInstanceOf(Committed.class, log.append(List.of(records)));
    }
}
