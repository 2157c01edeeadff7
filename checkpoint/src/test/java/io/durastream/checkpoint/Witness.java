package io.durastream.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.checkpoint.BatchRecord.Retired;
import io.durastream.storage.StoragePath;
import io.durastream.storage.fault.Operation;
import io.durastream.storage.fault.OperationHook;
import io.durastream.storage.sim.SimulatedDisk;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Watches the disk and knows the one true log: the first content that each slot ever had. Whatever is put into a slot
 * that was freed is not part of it.
 */
final class Witness implements OperationHook {

    private final SimulatedDisk disk;
    private final NavigableMap<Long, LogEntry> log = new TreeMap<>();

    Witness(SimulatedDisk disk) {
        this.disk = disk;
    }

    @Override
    public void before(Operation operation) {
        if (operation.kind() == Operation.Kind.DELETE) {
            checkDeletion(operation.path());
        }
    }

    @Override
    public void after(Operation operation) throws IOException {
        if (operation.kind() == Operation.Kind.PUT_IF_ABSENT
                && operation.path().name().endsWith(".entry")) {
            LogEntry entry = EntryCodec.decode(operation.path(), disk.content(operation.path()));
            log.putIfAbsent(entry.sequence(), entry);
        }
    }

    /** The true fold. Throws when the true log is none: two writers went on. */
    LogState fold() {
        return foldUpTo(Long.MAX_VALUE);
    }

    /** The true fold as it was when this entry was the last one. */
    LogState foldUpTo(long sequence) {
        LogFold fold = new LogFold(LogState.empty());
        log.headMap(sequence, true).values().forEach(fold::add);
        return fold.result();
    }

    boolean everHad(long sequence) {
        return log.containsKey(sequence);
    }

    /** Nothing acknowledged is lost, nothing appears twice, and whoever was let in began an epoch. */
    void check(Collection<Driver> drivers, LogState found) {
        assertEquals(fold(), found, "what a reader finds");
        for (Driver driver : drivers) {
            driver.acknowledged()
                    .forEach((sequence, records) -> assertEquals(
                            Optional.of(records),
                            Optional.ofNullable(log.get(sequence)).map(LogEntry::records),
                            driver + " was told that " + sequence + " is durable"));
            driver.attempted().forEach(records -> assertTrue(count(records) <= 1, driver + " finds twice: " + records));
            driver.epoch()
                    .ifPresent(epoch -> assertTrue(
                            fold().ledger().stream()
                                    .anyMatch(start -> start.epoch().equals(epoch)
                                            && start.writer().equals(driver.writer())),
                            driver + " holds an epoch that it did not begin"));
        }
    }

    private long count(List<BatchRecord> records) {
        return log.values().stream()
                .filter(entry -> entry.records().equals(records))
                .count();
    }

    private void checkDeletion(StoragePath path) {
        if (!path.isBelow(LogDirectory.PATH)) {
            assertTrue(
                    log.values().stream()
                            .flatMap(entry -> entry.records().stream())
                            .anyMatch(record -> record instanceof Retired retired
                                    && retired.files().contains(path)),
                    "deleted without the log's word: " + path);
        }
        for (long start : fold().epochStarts()) {
            // A claim that was void may have left an entry in a slot that was freed: that one may go.
            assertTrue(!path.equals(LogDirectory.entryPath(start)), "deleted the start of an epoch: " + path);
        }
    }
}
