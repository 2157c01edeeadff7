package io.durastream.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.checkpoint.CommitOutcome.Committed;
import io.durastream.checkpoint.CommitOutcome.Fenced;
import io.durastream.checkpoint.CommitOutcome.Unknown;
import io.durastream.storage.Clock;
import io.durastream.storage.Epoch;
import io.durastream.storage.FileInfo;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.storage.sim.SimulatedClock;
import io.durastream.storage.sim.SimulatedDisk;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The schedules in which a put succeeds in a slot that compaction freed. See {@link BatchLog}. */
class BatchLogHolesTest {

    private final SimulatedDisk disk = SimulatedDisk.withoutTearing();
    private final Witness witness = new Witness(disk);
    private final Clock clock = new SimulatedClock(1_000);

    @BeforeEach
    void watch() {
        disk.hook(witness);
    }

    @ParameterizedTest
    @CsvSource({"false,false", "false,true", "true,false", "true,true"})
    void voidsAClaimThatSleptWhileItsSlotCameAndWent(boolean compactedBefore, boolean followed) throws IOException {
        BatchLog leader = claim("leader", disk.client("leader"));
        append(leader, Samples.application());
        if (compactedBefore) {
            leader.compact();
            append(leader, Samples.plan(1), Samples.commit(1));
        }
        SleepyStorage sleepy = new SleepyStorage(disk.client("late"));
        BatchLogFollower follower = BatchLogFollower.of(sleepy);
        if (followed) {
            follower.poll();
        }
        sleepy.beforeNextPut = slot -> {
            append(leader, Samples.plan(2));
            append(leader, Samples.commit(2));
            leader.compact();
            assertTrue(witness.everHad(leader.state().sequence() - 1));
            assertFalse(exists(slot), "the slot is free again, or this is not the schedule: " + slot);
        };

        BatchLog late = follower.claim(WriterId.of("late"), "host", clock, BatchLogOptions.defaults());

        assertEquals(Epoch.of(2), late.epoch());
        assertEquals(BatchTime.of(2), late.state().lastCommitted().orElseThrow());
        assertEquals(new Fenced(Epoch.of(2)), leader.append(List.of(Samples.plan(3))));
        append(late, Samples.plan(3));
        assertEquals(witness.fold(), read());
        late.compact();
        assertEquals(witness.fold(), read());
    }

    /**
     * A listing is not a moment: it may miss the snapshot that is deleted while it goes on and the one that allowed that.
     * Twice in a row, with a zombie's old snapshot coming up in between, that looks like a log that nobody touched.
     */
    @ParameterizedTest
    @EnumSource
    void voidsAClaimThatSleptEvenIfItsListingsMissEveryNewerSnapshot(Second second) throws IOException {
        BatchLog zombie = claim("zombie", disk.client("zombie"));
        append(zombie, Samples.application());
        append(zombie, Samples.plan(1));
        SleepyStorage leaders = new SleepyStorage(disk.client("leader"));
        BatchLog leader = claim("leader", leaders);
        appendTwoAndCompact(leader, 1);
        assertTrue(exists(LogDirectory.snapshotPath(6)));
        SleepyStorage sleepy = new SleepyStorage(disk.client("late"));
        sleepy.nextListing(Set.of(LogDirectory.snapshotPath(3), LogDirectory.snapshotPath(6)), () -> {
            appendTwoAndCompact(leader, 2);
            zombie.compact();
            assertTrue(exists(LogDirectory.snapshotPath(3)));
            assertFalse(exists(LogDirectory.snapshotPath(6)));
        });
        sleepy.beforeNextPut = slot -> {
            assertEquals(LogDirectory.entryPath(5), slot);
            assertTrue(witness.everHad(5));
            switch (second) {
                case QUIET -> {}
                case TORN ->
                    sleepy.nextListing(Set.of(LogDirectory.snapshotPath(8)), () -> appendTwoAndCompact(leader, 3));
                case TORN_BY_A_COMPACTION_THAT_FAILS ->
                    sleepy.nextListing(Set.of(LogDirectory.snapshotPath(8)), () -> failToCompact(leader, leaders));
            }
        };

        BatchLog late = claim("late", sleepy);

        assertEquals(second == Second.QUIET ? 1 : 2, sleepy.tornListings);
        BatchTime last = leader.state().lastCommitted().orElseThrow();
        assertEquals(last, late.state().lastCommitted().orElseThrow());
        assertEquals(new Fenced(late.epoch()), leader.append(List.of(Samples.plan(5))));
        append(late, Samples.plan(5));
        assertEquals(witness.fold(), read());
    }

    /** What happens in the listing after the put. */
    enum Second {
        QUIET,
        TORN,
        TORN_BY_A_COMPACTION_THAT_FAILS
    }

    private static void failToCompact(BatchLog leader, SleepyStorage leaders) {
        leaders.undeletable = Set.of(LogDirectory.snapshotPath(3));
        assertThrows(IOException.class, () -> appendTwoAndCompact(leader, 3));
    }

    /** Without a snapshot to start from, the marker is what a listing cannot miss. */
    @Test
    void voidsAClaimThatSleptThroughTheFirstCompactionEvenIfItsListingMissesEverySnapshot() throws IOException {
        BatchLog leader = claim("leader", disk.client("leader"));
        SleepyStorage sleepy = new SleepyStorage(disk.client("late"));
        sleepy.beforeNextPut = slot -> {
            assertEquals(LogDirectory.entryPath(2), slot);
            append(leader, Samples.application(), Samples.plan(1));
            appendTwoAndCompact(leader, 1);
            sleepy.nextListing(Set.of(LogDirectory.snapshotPath(4)), () -> appendTwoAndCompact(leader, 2));
        };

        BatchLog late = claim("late", sleepy);

        assertEquals(1, sleepy.tornListings);
        assertEquals(BatchTime.of(2), late.state().lastCommitted().orElseThrow());
        assertEquals(new Fenced(late.epoch()), leader.append(List.of(Samples.plan(4))));
        append(late, Samples.plan(4));
        assertEquals(witness.fold(), read());
    }

    @Test
    void fencesARepeatedPutIntoASlotThatWasCompactedAway() throws IOException {
        SleepyStorage sleepy = new SleepyStorage(disk.client("old"));
        BatchLogOptions impatient = new BatchLogOptions(1, 1, Duration.ZERO, Duration.ZERO);
        BatchLog old = BatchLog.claim(sleepy, WriterId.of("old"), "host", clock, impatient);
        append(old, Samples.application());
        sleepy.loseAnswers = true;
        assertInstanceOf(Unknown.class, old.append(List.of(Samples.plan(1))));
        sleepy.loseAnswers = false;

        BatchLog next = claim("next", disk.client("next"));
        append(next, Samples.commit(1));
        next.compact();
        assertFalse(exists(LogDirectory.entryPath(3)));

        assertEquals(new Fenced(Epoch.of(2)), old.append(List.of(Samples.plan(1))));
        assertTrue(exists(LogDirectory.entryPath(3)), "the slot was free and the put succeeded");
        assertEquals(witness.fold(), read());
        append(next, Samples.plan(2));
        next.compact();
        assertFalse(exists(LogDirectory.entryPath(3)), "the next compaction takes the garbage away");
        assertEquals(witness.fold(), read());
    }

    @Test
    void tellsTheOutcomeOfAnUndecidedAppendOnce() throws IOException {
        SleepyStorage sleepy = new SleepyStorage(disk.client("only"));
        BatchLogOptions impatient = new BatchLogOptions(1, 1, Duration.ZERO, Duration.ZERO);
        BatchLog log = BatchLog.claim(sleepy, WriterId.of("only"), "host", clock, impatient);
        append(log, Samples.application());
        sleepy.loseAnswers = true;
        assertInstanceOf(Unknown.class, log.append(List.of(Samples.plan(1))));
        assertInstanceOf(Unknown.class, log.append(List.of(Samples.plan(2))));
        assertInstanceOf(Unknown.class, log.settle());
        assertEquals(2, log.state().sequence());
        sleepy.loseAnswers = false;

        assertEquals(new Committed(3), log.append(List.of(Samples.plan(1))));
        assertEquals(new Committed(4), log.append(List.of(Samples.plan(2))));
        assertEquals(new Committed(4), log.settle());
        assertEquals(List.of(BatchTime.of(1), BatchTime.of(2)), read().pending());
    }

    private BatchLog claim(String writer, Storage storage) throws IOException {
        return BatchLog.claim(storage, WriterId.of(writer), "host", clock, BatchLogOptions.defaults());
    }

    private LogState read() throws IOException {
        try (Storage storage = disk.client("reader")) {
            return BatchLog.read(storage).state();
        }
    }

    private boolean exists(StoragePath path) {
        return disk.files().stream().anyMatch(file -> file.path().equals(path));
    }

    private static void append(BatchLog log, BatchRecord... records) {
        assertInstanceOf(Committed.class, log.append(List.of(records)));
    }

    private static void appendTwoAndCompact(BatchLog log, long batch) throws IOException {
        append(log, Samples.commit(batch));
        append(log, Samples.plan(batch + 1));
        log.compact();
    }

    private interface Interruption {
        void happen() throws IOException;
    }

    private interface BeforePut {
        void happen(StoragePath slot) throws IOException;
    }

    /** Lets others work at the worst moments, and loses answers. */
    private static final class SleepyStorage extends ForwardingStorage {

        BeforePut beforeNextPut = slot -> {};
        boolean loseAnswers;
        Set<StoragePath> undeletable = Set.of();
        int tornListings;
        private @Nullable Interruption inListing;
        private Set<StoragePath> shownLate = Set.of();

        SleepyStorage(Storage delegate) {
            super(delegate);
        }

        /** The next listing looks for all other files, then this happens, and then it looks for these. */
        void nextListing(Set<StoragePath> late, Interruption interruption) {
            shownLate = late;
            inListing = interruption;
        }

        @Override
        public PutResult putIfAbsent(StoragePath path, byte[] content) throws IOException {
            BeforePut sleep = beforeNextPut;
            beforeNextPut = slot -> {};
            sleep.happen(path);
            PutResult result = super.putIfAbsent(path, content);
            failIfLost();
            return result;
        }

        @Override
        public byte[] read(StoragePath path) throws IOException {
            failIfLost();
            return super.read(path);
        }

        @Override
        public List<FileInfo> list(StoragePath directory) throws IOException {
            Interruption interruption = inListing;
            if (interruption == null) {
                return super.list(directory);
            }
            inListing = null;
            tornListings++;
            List<FileInfo> shown = new ArrayList<>(super.list(directory));
            shown.removeIf(file -> shownLate.contains(file.path()));
            interruption.happen();
            super.list(directory).stream()
                    .filter(file -> shownLate.contains(file.path()))
                    .forEach(shown::add);
            return shown;
        }

        @Override
        public boolean delete(StoragePath path) throws IOException {
            if (undeletable.contains(path)) {
                throw new IOException("cannot delete " + path);
            }
            return super.delete(path);
        }

        private void failIfLost() throws IOException {
            if (loseAnswers) {
                throw new IOException("the answer was lost");
            }
        }
    }
}
