package io.durastream.runtime.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.SourcePosition;
import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.InputRange;
import io.durastream.runtime.receiver.AttemptOverException.Reason;
import io.durastream.runtime.receiver.StreamUnderTest.Driver;
import io.durastream.runtime.receiver.StreamUnderTest.Receiving;
import io.durastream.storage.DamagedFileException;
import io.durastream.storage.FileInfo;
import io.durastream.storage.StoragePath;
import io.durastream.storage.sim.SimulatedDisk;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReceivedBlocksTest {

    private final SimulatedDisk disk = new SimulatedDisk(7);
    private final StreamUnderTest stream = new StreamUnderTest(disk);

    @Test
    void plansWhatArrivedUpToTheBatchTime() throws IOException {
        Driver driver = stream.driver(1).recovered();
        Receiving receiver = driver.receiver();
        receiver.store("1", "2");
        stream.clock.advance(500);
        receiver.store("3");
        stream.clock.advance(500);
        receiver.store("4");

        InputRange first = driver.blocks.plan(new BatchTime(1_999));
        assertEquals(List.of("1", "2", "3"), stream.read(first));
        assertEquals(3, first.records());
        assertTrue(driver.blocks.hasUnplanned());
        assertEquals(List.of("4"), stream.read(driver.blocks.plan(new BatchTime(3_000))));
        assertFalse(driver.blocks.hasUnplanned());
    }

    @Test
    void takesTheMomentOfTheReportWhenTheReceiversClockIsAhead() throws IOException {
        Driver driver = stream.driver(1);
        ReceivedBlocks blocks = new ReceivedBlocks(
                StreamUnderTest.ID,
                0,
                null,
                driver.epoch,
                stream.batchLog,
                () -> Long.MAX_VALUE,
                stream.clock,
                gone -> {});
        long attempt = blocks.startAttempt().orElseThrow().number();
        assertTrue(blocks.accept(attempt, new ReceivedBlock(0, null, 99_999_999, 5, null, 17)));
        assertEquals(5, blocks.plan(new BatchTime(1_000)).records());
    }

    @Test
    void recoversWhatWasAcceptedAndNotPlanned() throws IOException {
        Driver first = stream.driver(1).recovered();
        Receiving receiver = first.receiver();
        receiver.store("1");
        assertEquals(List.of("1"), first.batch());
        receiver.store("2");
        receiver.store("3");

        Driver second = stream.driver(2).recovered();
        assertEquals("3", second.receiver().lastPosition());
        assertEquals(List.of("2", "3"), second.batch());
        assertEquals(List.of(), second.batch());
    }

    @Test
    void recoversWhatAnEarlierDriverPlannedWithoutMakingThePlanDurable() throws IOException {
        Driver first = stream.driver(1).recovered();
        first.receiver().store("1");
        stream.clock.advance(1_000);
        assertEquals(1, first.blocks.plan(new BatchTime(2_000)).records());

        assertEquals(List.of("1"), stream.driver(2).recovered().batch());
    }

    @Test
    void plansOnWhileTheRecoveryIsUnderWay() throws IOException {
        Driver first = stream.driver(1).recovered();
        first.receiver().store("1");

        Driver second = stream.driver(2);
        assertEquals(List.of(), second.batch());
        assertTrue(second.blocks.hasUnplanned());
        assertTrue(second.blocks.startAttempt().isEmpty());
        second.recovered();
        assertEquals(List.of("1"), second.batch());
        assertFalse(second.blocks.hasUnplanned());
    }

    @Test
    void refusesReportsOfAnAttemptThatIsOver() throws IOException {
        Driver driver = stream.driver(1).recovered();
        Receiving zombie = driver.receiver();
        Receiving current = driver.receiver();

        AttemptOverException refused = assertThrows(AttemptOverException.class, () -> zombie.store("1"));
        assertEquals(Reason.REFUSED, refused.reason());
        current.store("1");
        assertEquals(List.of("1"), driver.batch());
        assertEquals(List.of(), stream.driver(2).recovered().batch());
    }

    @Test
    void countsARecordOnceThatCameAgainBecauseItsReportWasLost() throws IOException {
        Driver driver = stream.driver(1).recovered();
        Receiving unlucky = driver.receiver();
        unlucky.store("1");
        driver.link.network = DirectDriver.Network.LOSES_REPORTS;
        assertEquals(
                Reason.UNDECIDED,
                assertThrows(AttemptOverException.class, () -> unlucky.store("2"))
                        .reason());
        driver.link.network = DirectDriver.Network.WORKS;

        Receiving next = driver.receiver();
        assertEquals("1", next.lastPosition());
        next.store("2");
        assertEquals(List.of("1", "2"), stream.driver(2).recovered().batch());
    }

    @Test
    void countsABlockWhoseAcceptanceTheReceiverDidNotHearOf() throws IOException {
        Driver driver = stream.driver(1).recovered();
        driver.link.network = DirectDriver.Network.LOSES_ANSWERS;
        assertThrows(AttemptOverException.class, () -> driver.receiver().store("1"));
        driver.link.network = DirectDriver.Network.WORKS;
        assertEquals("1", driver.receiver().lastPosition());
        assertEquals(List.of("1"), driver.batch());
    }

    @Test
    void countsTheLastBlockOfADeadReceiverWhenNothingCameAfterIt() throws IOException {
        Driver driver = stream.driver(1).recovered();
        driver.link.network = DirectDriver.Network.LOSES_REPORTS;
        assertThrows(AttemptOverException.class, () -> driver.receiver().store("1"));
        driver.link.network = DirectDriver.Network.WORKS;
        assertEquals("none", driver.receiver().lastPosition());

        Driver second = stream.driver(2).recovered();
        assertEquals("1", second.receiver().lastPosition());
        assertEquals(List.of("1"), second.batch());
    }

    @Test
    void acknowledgesNothingToAReceiverThatALaterDriverFenced() throws IOException {
        Driver first = stream.driver(1).recovered();
        Receiving fenced = first.receiver();
        fenced.store("1");
        Driver second = stream.driver(2).recovered();

        AttemptOverException over = assertThrows(AttemptOverException.class, () -> fenced.store("2"));
        assertEquals(Reason.FENCED, over.reason());
        assertTrue(over.toString().contains("fenced"), over::toString);
        assertEquals(1, first.link.reports.size());
        assertThrows(AttemptOverException.class, () -> fenced.store("2"));
        assertEquals(List.of("1"), second.batch());
    }

    @Test
    void plansNothingMoreWhenReceivedDataIsDamaged() throws IOException {
        Driver first = stream.driver(1).recovered();
        Receiving receiver = first.receiver();
        receiver.store("1");
        receiver.store("2");
        StoragePath segment = disk.files().stream()
                .map(FileInfo::path)
                .filter(path -> path.name().endsWith(".seg"))
                .findFirst()
                .orElseThrow();
        disk.damage(segment, bytes -> {
            bytes[bytes.length / 2] ^= 1;
            return bytes;
        });

        Driver second = stream.driver(2);
        DamagedFileException damage = assertThrows(DamagedFileException.class, second::recovered);
        assertEquals(segment.value(), damage.file());
        assertEquals(damage, assertThrows(DamagedFileException.class, second::batch));
        assertTrue(second.blocks.startAttempt().isEmpty());
    }

    @Test
    void takesNothingOnceItIsClosed() throws IOException {
        Driver driver = stream.driver(1).recovered();
        Receiving receiver = driver.receiver();
        receiver.store("1");
        driver.blocks.close();
        assertThrows(AttemptOverException.class, () -> receiver.store("2"));
        assertTrue(driver.blocks.startAttempt().isEmpty());
        assertEquals(List.of("1"), driver.batch());
    }

    @Test
    void spreadsABacklogOverBatchesByTheRateLimit() throws IOException {
        Driver first = stream.driver(1).recovered();
        Receiving receiver = first.receiver();
        receiver.store("1", "2", "3");
        receiver.store("4");
        receiver.store("5");

        stream.recordsBehind = 2;
        Driver second = stream.driver(2).recovered();
        Receiving live = second.receiver();
        live.store("6");
        assertEquals(List.of("1", "2", "3"), second.batch());
        live.store("7");
        assertEquals(List.of("4", "5"), second.batch());
        live.store("8");
        assertEquals(List.of("6", "7"), second.batch());
        assertEquals(List.of("8"), second.batch());

        live.store("9");
        live.store("10");
        live.store("11");
        assertEquals(List.of("9", "10", "11"), second.batch(), "the backlog is worked off");
    }

    @Test
    void takesMoreOfTheBacklogOnceTheRateAllowsIt() throws IOException {
        Driver first = stream.driver(1).recovered();
        Receiving receiver = first.receiver();
        for (int i = 1; i <= 6; i++) {
            receiver.store(Integer.toString(i));
        }
        stream.recordsBehind = 1;
        Driver second = stream.driver(2).recovered();
        assertEquals(List.of("1"), second.batch());
        stream.recordsBehind = 3;
        assertEquals(List.of("2", "3", "4"), second.batch());
        assertEquals(List.of("5", "6"), second.batch());
    }

    @Test
    void namesOnlyFilesAsGarbageThatNoRetainedBatchReads() throws IOException {
        StreamUnderTest small = new StreamUnderTest(disk, 1);
        Driver driver = small.driver(1).recovered();
        Receiving receiver = driver.receiver();
        for (int i = 1; i <= 3; i++) {
            receiver.store(Integer.toString(i));
            driver.batch();
        }
        receiver.store("4");
        BatchTime second = small.batchLog.navigableKeySet().higher(small.batchLog.firstKey());
        small.batchLog.headMap(second).clear();

        List<StoragePath> garbage = driver.blocks.garbage(second);
        assertEquals(1, garbage.size());
        for (StoragePath path : garbage) {
            driver.storage.delete(path);
        }
        for (InputRange range : small.batchLog.values()) {
            assertEquals(1, small.read(range).size());
        }
        assertEquals(1, small.forgotten.size());
        assertEquals(List.of("4"), small.driver(2).recovered().batch());
    }

    @Test
    void knowsTheSourcePositionAfterItsSegmentsAreDeleted() throws IOException {
        StreamUnderTest small = new StreamUnderTest(disk, 1);
        Driver driver = small.driver(1).recovered();
        Receiving receiver = driver.receiver();
        receiver.store("1");
        receiver.store("2");
        driver.batch();
        driver.batch();
        BatchTime last = small.batchLog.lastKey();
        small.batchLog.headMap(last).clear();
        for (StoragePath path : driver.blocks.garbage(last)) {
            driver.storage.delete(path);
        }

        Driver second = small.driver(2);
        assertEquals(Optional.of(new SourcePosition("2")), second.blocks.lastPosition());
        second.recovered();
        assertEquals(List.of(), second.batch());
        assertEquals("2", second.receiver().lastPosition());
    }
}
