package io.durastream.storage.probe;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.AppendFile;
import io.durastream.storage.Clock;
import io.durastream.storage.FileInfo;
import io.durastream.storage.Storage;
import io.durastream.storage.StorageOptions;
import io.durastream.storage.StoragePath;
import io.durastream.storage.fault.CrashPoints;
import io.durastream.storage.fault.FaultInjectingStorage;
import io.durastream.storage.fault.FaultPlan;
import io.durastream.storage.local.LocalStorage;
import io.durastream.storage.probe.StorageContractException.Property;
import io.durastream.storage.probe.StorageContractException.Violation;
import io.durastream.storage.sim.SimulatedDisk;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ContractProbeTest {

    private final SimulatedDisk disk = SimulatedDisk.withoutTearing();
    private final Storage sound = disk.client("probing");

    @Test
    void acceptsASoundStorageAndLeavesOnlyTheNoteThatSealHolds() {
        assertDoesNotThrow(() -> ContractProbe.check(sound));
        assertDoesNotThrow(() -> ContractProbe.check(sound));
        assertEquals(List.of(new FileInfo(ContractProbe.SEAL_HOLDS, 0)), disk.files());
    }

    @Test
    void acceptsLocalDisk(@TempDir Path directory) throws IOException {
        try (Storage local = LocalStorage.open(directory, Clock.system(), StorageOptions.defaults())) {
            ContractProbe.check(local);
            assertEquals(List.of(new FileInfo(ContractProbe.SEAL_HOLDS, 0)), local.list(ContractProbe.DIRECTORY));
        }
    }

    @Test
    void namesAPutThatLooksBeforeItWrites() {
        Map<StoragePath, CyclicBarrier> everybodyHasLooked = new ConcurrentHashMap<>();
        assertViolates(Property.PUT_IF_ABSENT_IS_ATOMIC, new ForwardingStorage(sound) {
            @Override
            public PutResult putIfAbsent(StoragePath path, byte[] content) throws IOException {
                try {
                    sound.read(path);
                    return PutResult.EXISTS;
                } catch (FileNotFoundException absent) {
                    if (path.value().contains("/put/")) {
                        await(everybodyHasLooked.computeIfAbsent(path, p -> new CyclicBarrier(4)));
                    }
                    sound.putIfAbsent(path, content);
                    return PutResult.CREATED;
                }
            }
        });
    }

    @Test
    void namesAPutThatOverwrites() {
        assertViolates(Property.PUT_IF_ABSENT_IS_ATOMIC, new ForwardingStorage(sound) {
            @Override
            public PutResult putIfAbsent(StoragePath path, byte[] content) throws IOException {
                sound.delete(path);
                sound.putIfAbsent(path, content);
                return PutResult.CREATED;
            }
        });
    }

    @Test
    void namesAPutThatShowsPartsOfItsContent() {
        assertViolates(Property.PUT_IF_ABSENT_IS_ATOMIC, new ForwardingStorage(sound) {
            @Override
            public PutResult putIfAbsent(StoragePath path, byte[] content) throws IOException {
                return sound.putIfAbsent(path, Arrays.copyOf(content, content.length / 2));
            }
        });
    }

    @Test
    void namesACreateThatOverwrites() {
        assertViolates(Property.CREATE_DOES_NOT_OVERWRITE, new ForwardingStorage(sound) {
            @Override
            public AppendFile create(StoragePath path) throws IOException {
                try {
                    return sound.create(path);
                } catch (FileAlreadyExistsException taken) {
                    sound.delete(path);
                    return sound.create(path);
                }
            }
        });
    }

    @Test
    void namesAFlushThatKeepsBytesInMemory() {
        assertViolates(Property.FLUSHED_BYTES_ARE_VISIBLE, new ForwardingStorage(sound) {
            @Override
            public AppendFile create(StoragePath path) throws IOException {
                boolean lazy = path.name().equals("flush");
                return lazy ? new LazyFile(sound.create(path)) : sound.create(path);
            }
        });
    }

    @Test
    void namesASealThatStopsNobody() {
        assertViolates(Property.SEALED_FILES_TAKE_NO_MORE_BYTES, new ForwardingStorage(sound) {
            @Override
            public long seal(StoragePath path) throws IOException {
                return sound.read(path).length;
            }
        });
        assertEquals(List.of(), disk.files());
    }

    @Test
    void namesASealThatLosesFlushedBytes() {
        assertViolates(Property.SEALED_FILES_TAKE_NO_MORE_BYTES, new ForwardingStorage(sound) {
            @Override
            public long seal(StoragePath path) throws IOException {
                sound.seal(path);
                disk.damage(path, content -> Arrays.copyOf(content, 3));
                return 3;
            }
        });
    }

    @Test
    void namesSealingThatIsNotSupported() {
        assertViolates(Property.SEALED_FILES_TAKE_NO_MORE_BYTES, new ForwardingStorage(sound) {
            @Override
            public long seal(StoragePath path) {
                throw new UnsupportedOperationException("no leases here");
            }
        });
    }

    @Test
    void namesAListingThatLagsBehind() {
        assertViolates(Property.LISTING_IS_CONSISTENT, new ForwardingStorage(sound) {
            @Override
            public List<FileInfo> list(StoragePath directory) throws IOException {
                List<FileInfo> now = sound.list(directory);
                return directory.name().equals("list") && !now.isEmpty() ? now.subList(0, now.size() - 1) : now;
            }
        });
    }

    @Test
    void namesEveryViolationAtOnce() {
        StorageContractException refused = assertThrows(
                StorageContractException.class,
                () -> ContractProbe.check(new ForwardingStorage(sound) {
                    @Override
                    public AppendFile create(StoragePath path) throws IOException {
                        return new LazyFile(sound.create(path));
                    }

                    @Override
                    public long seal(StoragePath path) {
                        return 7;
                    }
                }));
        assertEquals(
                List.of(Property.FLUSHED_BYTES_ARE_VISIBLE, Property.SEALED_FILES_TAKE_NO_MORE_BYTES),
                refused.violations().stream().map(Violation::property).toList());
        assertTrue(refused.toString().contains("FLUSHED_BYTES_ARE_VISIBLE: expected"), refused.toString());
        assertTrue(refused.toString().contains("broken:/"), refused.toString());
    }

    @Test
    void aStorageThatDoesNotAnswerIsNoViolation() {
        // Operations 0 and 1 race for the first put; any of them failing must not look like a broken property.
        int fired = CrashPoints.enumerate(FaultPlan.Kind.UNKNOWN_OUTCOME, plan -> {
            SimulatedDisk fresh = SimulatedDisk.withoutTearing();
            try {
                ContractProbe.check(new FaultInjectingStorage(fresh.client("probing"), plan));
            } catch (StorageContractException wronglyAccused) {
                throw new AssertionError("No property is violated", wronglyAccused);
            } catch (IOException noAnswer) {
                assertTrue(plan.fired());
            }
        });
        assertTrue(fired > 50, fired + " faults");
    }

    private static void assertViolates(Property property, Storage broken) {
        StorageContractException refused =
                assertThrows(StorageContractException.class, () -> ContractProbe.check(broken));
        assertEquals(
                List.of(property),
                refused.violations().stream().map(Violation::property).toList(),
                refused.toString());
    }

    private static void await(CyclicBarrier barrier) throws IOException {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (Exception broken) {
            throw new IOException(broken);
        }
    }

    /** Flushes when it is closed. */
    private static final class LazyFile extends ForwardingStorage.ForwardingFile {

        LazyFile(AppendFile file) {
            super(file);
        }

        @Override
        public void flush() {}
    }
}
