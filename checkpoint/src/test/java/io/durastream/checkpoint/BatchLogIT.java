package io.durastream.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.Clock;
import io.durastream.storage.Epoch;
import io.durastream.storage.Storage;
import io.durastream.storage.StorageOptions;
import io.durastream.storage.local.LocalStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log on a real disk, with drivers that really run at the same time. */
class BatchLogIT {

    private static final int ROUNDS = 10;
    private static final int DRIVERS = 4;
    private static final int STEPS = 20;

    @Test
    void letsExactlyOneOfSeveralThreadsGoOn(@TempDir Path directory) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(DRIVERS);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                race(directory.resolve("round-" + round), threads);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void race(Path directory, ExecutorService threads) throws Exception {
        List<Driver> drivers = new ArrayList<>();
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < DRIVERS; i++) {
            Driver driver = new Driver("driver-" + i, open(directory), STEPS);
            drivers.add(driver);
            running.add(threads.submit(driver::run));
        }
        waitFor(running);
        drivers.forEach(Driver::goOn);

        List<Driver> goingOn =
                drivers.stream().filter(driver -> !driver.fenced()).toList();
        LogState found = read(directory);
        assertEquals(1, goingOn.size(), "who goes on: " + drivers);
        assertEquals(found.epoch(), goingOn.get(0).epoch());
        Set<Long> sequences = new HashSet<>();
        Set<Optional<Epoch>> epochs = new HashSet<>();
        for (Driver driver : drivers) {
            assertTrue(epochs.add(driver.epoch()), "epoch begun twice: " + drivers);
            for (long sequence : driver.acknowledged().keySet()) {
                assertTrue(sequences.add(sequence), "acknowledged to two drivers: " + sequence);
                assertTrue(sequence <= found.sequence(), "lost: " + sequence);
            }
        }
    }

    private static void waitFor(List<Future<?>> running) throws InterruptedException, ExecutionException {
        for (Future<?> driver : running) {
            driver.get();
        }
    }

    private static Storage open(Path directory) throws IOException {
        return LocalStorage.open(directory, Clock.system(), StorageOptions.defaults());
    }

    private static LogState read(Path directory) throws IOException {
        try (Storage storage = open(directory)) {
            return BatchLog.read(storage).state();
        }
    }
}
