package io.durastream.storage.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.AppendFile;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.storage.fault.FaultPlan.Kind;
import io.durastream.storage.fault.FaultPlan.Moment;
import io.durastream.storage.sim.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class CrashPointsTest {

    private static final StoragePath LOG = StoragePath.of("log/1");
    private static final StoragePath COMMIT = StoragePath.of("commit/1");

    private final SimulatedDisk disk = SimulatedDisk.withoutTearing();

    @Test
    void failsEveryOperationBeforeAndAfterItsEffect() {
        Set<String> ends = new TreeSet<>();
        int fired = CrashPoints.enumerate(Kind.CRASH, plan -> {
            SimulatedDisk fresh = SimulatedDisk.withoutTearing();
            runUntilCrash(new FaultInjectingStorage(fresh.client("a"), plan));
            ends.add(fresh.files().toString());
        });
        // create, append, flush, put: before and after each.
        assertEquals(8, fired);
        assertEquals(
                Set.of(
                        "[]",
                        "[FileInfo[path=log/1, length=0]]",
                        "[FileInfo[path=log/1, length=6]]",
                        "[FileInfo[path=commit/1, length=0], FileInfo[path=log/1, length=6]]"),
                ends);
    }

    @Test
    void namesTheFaultOfAScenarioThatFails() {
        AssertionError failure = assertThrows(
                AssertionError.class,
                () -> CrashPoints.enumerate(Kind.CRASH, plan -> {
                    SimulatedDisk fresh = SimulatedDisk.withoutTearing();
                    runUntilCrash(new FaultInjectingStorage(fresh.client("a"), plan));
                    if (!fresh.files().isEmpty()) {
                        assertTrue(fresh.content(LOG).length > 0, "planted bug");
                    }
                }));
        assertTrue(failure.toString().contains("CRASH AFTER operation 0 (client: CREATE log/1)"), failure.toString());
    }

    @Test
    void anUnknownOutcomeIsAnIOExceptionBeforeOrAfterTheEffect() throws IOException {
        for (Moment moment : Moment.values()) {
            SimulatedDisk fresh = SimulatedDisk.withoutTearing();
            FaultPlan plan = FaultPlan.at(1, moment, Kind.UNKNOWN_OUTCOME);
            Storage storage = new FaultInjectingStorage(fresh.client("a"), plan);
            storage.putIfAbsent(LOG, new byte[0]);
            assertFalse(plan.fired());
            assertThrows(IOException.class, () -> storage.putIfAbsent(COMMIT, new byte[0]));
            assertTrue(plan.fired());
            assertFalse(plan.crashed());
            assertEquals(moment == Moment.AFTER ? 2 : 1, fresh.files().size());
            storage.putIfAbsent(COMMIT, new byte[0]);
            assertEquals(3, plan.operations());
        }
    }

    @Test
    void afterACrashNothingWorksAndNothingPendingIsWritten() throws IOException {
        FaultPlan plan = FaultPlan.at(3, Moment.BEFORE, Kind.CRASH);
        Storage storage = new FaultInjectingStorage(disk.client("a"), plan);
        AppendFile file = storage.create(LOG);
        write(file, "flushed");
        file.flush();
        assertThrows(SimulatedCrash.class, () -> write(file, "pending"));
        assertTrue(plan.crashed());
        assertThrows(SimulatedCrash.class, file::flush);
        assertThrows(SimulatedCrash.class, file::close);
        assertThrows(SimulatedCrash.class, () -> storage.read(LOG));
        file.abandon();
        assertArrayEquals("flushed".getBytes(UTF_8), disk.content(LOG));
        assertEquals(4, plan.operations());
    }

    @Test
    void logsOperationsOfFilesToo() throws IOException {
        FaultPlan plan = FaultPlan.none();
        Storage storage = new FaultInjectingStorage(disk.client("a"), plan);
        runUntilCrash(storage);
        storage.open(LOG).length();
        storage.open(LOG).read(0, ByteBuffer.allocate(1));
        List<String> kinds = new ArrayList<>();
        plan.log().forEach(operation -> kinds.add(operation.kind() + " " + operation.path()));
        assertEquals(
                List.of(
                        "CREATE log/1",
                        "APPEND log/1",
                        "FLUSH log/1",
                        "PUT_IF_ABSENT commit/1",
                        "OPEN log/1",
                        "LENGTH log/1",
                        "OPEN log/1",
                        "READ_AT log/1"),
                kinds);
        assertFalse(plan.fired());
    }

    private static void runUntilCrash(Storage storage) throws IOException {
        try {
            AppendFile file = storage.create(LOG);
            write(file, "record");
            file.flush();
            storage.putIfAbsent(COMMIT, new byte[0]);
        } catch (SimulatedCrash end) {
            // What the disk holds is the result.
        }
    }

    private static void write(AppendFile file, String text) throws IOException {
        file.append(ByteBuffer.wrap(text.getBytes(UTF_8)));
    }
}
