package io.durastream.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.durastream.checkpoint.CommitOutcome.Committed;
import io.durastream.checkpoint.CommitOutcome.Fenced;
import io.durastream.checkpoint.CommitOutcome.Unknown;
import io.durastream.storage.Epoch;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.storage.sim.SimulatedClock;
import io.durastream.storage.sim.SimulatedDisk;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CleanerTest {

    private static final StoragePath ONE = StoragePath.of("received/a/1/one");
    private static final StoragePath TWO = StoragePath.of("received/a/1/two");

    private final SimulatedDisk disk = SimulatedDisk.withoutTearing();
    private final Stubborn storage = new Stubborn(disk.client("driver"));

    @Test
    void deletesAfterTheLogSaidSo() throws IOException {
        BatchLog log = claim("driver", storage);
        put(ONE, TWO);

        CleanResult result = new Cleaner(storage, log).clean(List.of(ONE));

        assertEquals(new CleanResult(new Committed(2), List.of(ONE), Map.of()), result);
        assertEquals(List.of(TWO), data());
        assertEquals(
                List.of(new BatchRecord.Retired(List.of(ONE))),
                BatchLog.read(storage).entries().get(1).records());
    }

    @Test
    void deletesWhatWasRetiredTogetherWithOtherRecords() throws IOException {
        BatchLog log = claim("driver", storage);
        put(ONE, TWO);
        BatchRecord.Retired retired = new BatchRecord.Retired(List.of(ONE, TWO));
        Committed committed = assertInstanceOf(Committed.class, log.append(List.of(Samples.application(), retired)));

        assertEquals(
                new CleanResult(committed, List.of(ONE, TWO), Map.of()),
                new Cleaner(storage, log).delete(retired, committed));
        assertEquals(List.of(), data());
    }

    @Test
    void deletesNothingWhenFenced() throws IOException {
        BatchLog log = claim("driver", storage);
        put(ONE);
        claim("next", disk.client("next"));

        CleanResult result = new Cleaner(storage, log).clean(List.of(ONE));

        assertEquals(new CleanResult(new Fenced(Epoch.of(2)), List.of(), Map.of()), result);
        assertEquals(List.of(ONE), data());
    }

    @Test
    void deletesNothingWhileTheOutcomeIsUnknown() throws IOException {
        BatchLog log = claim("driver", storage);
        put(ONE);
        storage.silent = true;
        Cleaner cleaner = new Cleaner(storage, log);

        assertInstanceOf(Unknown.class, cleaner.clean(List.of(ONE)).outcome());
        assertInstanceOf(Unknown.class, cleaner.clean(List.of()).outcome());
        assertEquals(List.of(ONE), data());

        storage.silent = false;
        assertEquals(List.of(ONE), cleaner.clean(List.of(ONE)).deleted());
        assertEquals(2, log.state().sequence());
    }

    @Test
    void reportsWhatItCouldNotDeleteAndDeletesTheRest() throws IOException {
        BatchLog log = claim("driver", storage);
        put(ONE, TWO);
        storage.undeletable = Set.of(ONE);
        Cleaner cleaner = new Cleaner(storage, log);

        CleanResult result = cleaner.clean(List.of(ONE, TWO));
        assertEquals(List.of(TWO), result.deleted());
        assertEquals(Set.of(ONE), result.failed().keySet());
        assertEquals(List.of(ONE), data());

        storage.undeletable = Set.of();
        assertEquals(List.of(ONE), cleaner.clean(List.of(ONE)).deleted());
    }

    @Test
    void writesNothingWhenThereIsNothingToClean() throws IOException {
        BatchLog log = claim("driver", storage);
        assertEquals(
                new CleanResult(new Committed(1), List.of(), Map.of()), new Cleaner(storage, log).clean(List.of()));
        assertEquals(1, log.state().sequence());
    }

    @Test
    void refusesFilesOfTheLog() throws IOException {
        BatchLog log = claim("driver", storage);
        assertThrows(
                IllegalArgumentException.class,
                () -> new Cleaner(storage, log).clean(List.of(LogDirectory.entryPath(1))));
        assertEquals(1, log.state().sequence());
    }

    private static BatchLog claim(String writer, Storage storage) throws IOException {
        return BatchLog.claim(storage, WriterId.of(writer), "host", new SimulatedClock(0), BatchLogOptions.defaults());
    }

    private void put(StoragePath... files) throws IOException {
        for (StoragePath file : files) {
            storage.putIfAbsent(file, new byte[] {1});
        }
    }

    private List<StoragePath> data() throws IOException {
        return storage.list(StoragePath.of("received")).stream()
                .map(file -> file.path())
                .toList();
    }

    private static final class Stubborn extends ForwardingStorage {

        boolean silent;
        Set<StoragePath> undeletable = Set.of();

        Stubborn(Storage delegate) {
            super(delegate);
        }

        @Override
        public PutResult putIfAbsent(StoragePath path, byte[] content) throws IOException {
            PutResult result = super.putIfAbsent(path, content);
            failIfSilent();
            return result;
        }

        @Override
        public byte[] read(StoragePath path) throws IOException {
            failIfSilent();
            return super.read(path);
        }

        @Override
        public boolean delete(StoragePath path) throws IOException {
            if (undeletable.contains(path)) {
                throw new IOException("cannot delete " + path);
            }
            return super.delete(path);
        }

        private void failIfSilent() throws IOException {
            if (silent) {
                throw new IOException("no answer");
            }
        }
    }
}
