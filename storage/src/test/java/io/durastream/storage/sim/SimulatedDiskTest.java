package io.durastream.storage.sim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.AppendFile;
import io.durastream.storage.FileInfo;
import io.durastream.storage.SealedException;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.storage.fault.DelayedEffect;
import io.durastream.storage.fault.Operation;
import io.durastream.storage.fault.Operation.Kind;
import io.durastream.storage.fault.OperationHook;
import io.durastream.storage.fault.SimulatedCrash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class SimulatedDiskTest {

    private static final StoragePath LOG = StoragePath.of("log/1");

    @Test
    void aCrashLosesWhatWasNotFlushed() throws IOException {
        SimulatedDisk disk = SimulatedDisk.withoutTearing();
        AppendFile file = disk.client("a").create(LOG);
        write(file, "flushed");
        file.flush();
        write(file, "pending");
        disk.crash("a");
        assertArrayEquals("flushed".getBytes(UTF_8), disk.content(LOG));
    }

    @Test
    void aTornCrashKeepsAnyPrefixOfWhatWasNotFlushed() throws IOException {
        Set<String> survivors = new TreeSet<>();
        for (int seed = 0; seed < 200; seed++) {
            SimulatedDisk disk = new SimulatedDisk(seed);
            AppendFile file = disk.client("a").create(LOG);
            write(file, "F");
            file.flush();
            write(file, "ab");
            write(file, "c");
            disk.crash("a");
            survivors.add(new String(disk.content(LOG), UTF_8));
        }
        assertEquals(Set.of("F", "Fa", "Fab", "Fabc"), survivors);
    }

    @Test
    void theSameSeedGivesTheSameHistory() throws IOException {
        assertEquals(history(42), history(42));
        assertNotEquals(history(42), history(43));
    }

    @Test
    void aCrashedClientNeverComesBack() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(1);
        Storage dead = disk.client("a");
        AppendFile file = dead.create(LOG);
        disk.crash("a");
        disk.crash("a");
        assertThrows(SimulatedCrash.class, () -> dead.list(StoragePath.of("log")));
        assertThrows(SimulatedCrash.class, () -> dead.putIfAbsent(LOG, new byte[0]));
        assertThrows(SimulatedCrash.class, () -> write(file, "late"));
        assertThrows(SimulatedCrash.class, file::flush);
        assertThrows(SimulatedCrash.class, file::close);
        assertThrows(SimulatedCrash.class, dead::close);
        file.abandon();
    }

    @Test
    void aProcessIsStartedAgainUnderItsNameOnceItIsDead() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(1);
        SimulatedStorage first = disk.client("a");
        first.putIfAbsent(LOG, "content".getBytes(UTF_8));
        assertThrows(IllegalStateException.class, () -> disk.client("a"));
        disk.crash("a");
        assertTrue(first.crashed());
        SimulatedStorage second = disk.client("a");
        assertArrayEquals("content".getBytes(UTF_8), second.read(LOG));
        second.close();
        assertFalse(disk.client("a").crashed());
    }

    @Test
    void theHookSeesEveryOperationBeforeAndAfterItsEffect() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(1);
        SimulatedStorage client = disk.client("a");
        List<String> events = new ArrayList<>();
        disk.hook(new OperationHook() {
            @Override
            public void before(Operation operation) {
                events.add("before " + operation + " " + disk.files().size());
            }

            @Override
            public void after(Operation operation) {
                events.add("after " + operation + " " + disk.files().size());
            }
        });
        client.putIfAbsent(LOG, new byte[0]);
        assertThrows(IOException.class, () -> client.create(LOG));
        client.delete(LOG);
        assertEquals(
                List.of(
                        "before a: PUT_IF_ABSENT log/1 0",
                        "after a: PUT_IF_ABSENT log/1 1",
                        "before a: CREATE log/1 1",
                        "after a: CREATE log/1 1",
                        "before a: DELETE log/1 1",
                        "after a: DELETE log/1 0"),
                events);
    }

    @Test
    void theHookCrashesAClientBeforeOrAfterTheEffect() throws IOException {
        for (boolean after : new boolean[] {false, true}) {
            SimulatedDisk disk = new SimulatedDisk(1);
            SimulatedStorage client = disk.client("a");
            disk.hook(crashing(disk, after));
            assertThrows(SimulatedCrash.class, () -> client.putIfAbsent(LOG, new byte[0]));
            assertEquals(after ? 1 : 0, disk.files().size());
        }
    }

    @Test
    void aDelayedOperationTakesEffectAfterItsCallerGaveUpAndDied() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(1);
        SimulatedStorage client = disk.client("a");
        disk.hook(new OperationHook() {
            @Override
            public void before(Operation operation) throws IOException {
                throw new DelayedEffect(operation);
            }
        });
        assertThrows(DelayedEffect.class, () -> client.putIfAbsent(LOG, "first".getBytes(UTF_8)));
        assertThrows(DelayedEffect.class, () -> client.putIfAbsent(LOG, "second".getBytes(UTF_8)));
        assertThrows(DelayedEffect.class, () -> client.seal(StoragePath.of("no/file")));
        assertThrows(IllegalArgumentException.class, () -> client.create(StoragePath.of("log/2")));
        disk.crash("a");
        assertEquals(List.of(), disk.files());
        assertEquals(3, disk.delayed());
        disk.deliver(1);
        disk.deliver(0);
        disk.deliver(0);
        assertEquals(0, disk.delayed());
        assertArrayEquals("second".getBytes(UTF_8), disk.content(LOG));
    }

    @Test
    void aSealEndsTheWriterOfAnotherClient() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(1);
        AppendFile file = disk.client("paused").create(LOG);
        write(file, "flushed");
        file.flush();
        assertEquals(7, disk.client("sealer").seal(LOG));
        write(file, "late");
        assertThrows(SealedException.class, file::flush);
        assertEquals(7, disk.content(LOG).length);
    }

    @Test
    void damageIsDoneBehindEverybodysBack() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(1);
        Storage client = disk.client("a");
        client.putIfAbsent(LOG, "content".getBytes(UTF_8));
        disk.damage(LOG, content -> {
            content[0] = 'K';
            return content;
        });
        assertArrayEquals("Kontent".getBytes(UTF_8), client.read(LOG));
    }

    @Test
    void clockMovesOnlyWhenItIsMoved() {
        SimulatedClock clock = new SimulatedClock(1_000);
        clock.sleep(5);
        clock.advance(10);
        clock.setWallMillis(3);
        assertEquals(3, clock.wallMillis());
        assertEquals(15_000_000, clock.nanoTime());
        assertThrows(IllegalArgumentException.class, () -> clock.advance(-1));
    }

    /** Some writers, crashed one after the other. */
    private static List<FileInfo> history(long seed) throws IOException {
        SimulatedDisk disk = new SimulatedDisk(seed);
        for (int i = 0; i < 20; i++) {
            AppendFile file = disk.client("a").create(StoragePath.of("log/" + i));
            write(file, "x".repeat(100));
            disk.crash("a");
        }
        return disk.files();
    }

    private static OperationHook crashing(SimulatedDisk disk, boolean after) {
        return new OperationHook() {
            @Override
            public void before(Operation operation) {
                if (!after && operation.kind() == Kind.PUT_IF_ABSENT) {
                    disk.crash(operation.client());
                }
            }

            @Override
            public void after(Operation operation) {
                disk.crash(operation.client());
            }
        };
    }

    private static void write(AppendFile file, String text) throws IOException {
        file.append(ByteBuffer.wrap(text.getBytes(UTF_8)));
    }
}
