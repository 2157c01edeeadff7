package io.durastream.recovery.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.chaos.feed.FeedText;
import io.durastream.chaos.feed.LineFeeder;
import io.durastream.chaos.process.JavaProcess;
import io.durastream.runtime.application.ExitCodes;
import io.durastream.storage.Clock;
import io.durastream.storage.FileInfo;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A driver is stopped, another takes its directory over, the first goes on and does not know it: it can do no harm. */
@Timeout(300)
final class FencedDriverRecoveryIT {

    private static final long SEED = 75;
    private static final double RECORDS_PER_SECOND = 300;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final FeedText text = new FeedText(SEED, Integer.MAX_VALUE);

    @TempDir
    Path home;

    @Test
    @SuppressWarnings("try") // the source is closed early: from then on nothing is acknowledged
    void pausedDriverIsFencedAndChangesNothing() throws Exception {
        Drivers drivers = Drivers.in(home);
        LedgerProgress progress = new LedgerProgress(drivers.ledger());
        long acknowledged;
        try (LineFeeder feeder = LineFeeder.start(text, RECORDS_PER_SECOND, 0, Clock.system());
                AckTap tap = new AckTap(feeder.port());
                JavaProcess old = drivers.start("driver-old", tap.port())) {
            awaitBatches(old, progress, 5);
            old.pause();
            int before = progress.batches();
            int connection = tap.connections().size();
            try (JavaProcess next = drivers.start("driver-new", tap.port())) {
                next.await("received data of its own", LIMIT, () -> said(tap, connection) > 10);
                next.await("batches of its own", LIMIT, () -> progress.batches() >= before + 6);
                // Stands still while the old one goes on: what changes now, the old one has changed.
                next.pause();
                resumeAndWatch(old, drivers, tap, connection);
                next.resume();
                awaitBatches(next, progress, 3);
                feeder.close();
                acknowledged = feeder.progress().acknowledged();
                next.await("every acknowledged record in a batch", LIMIT, () -> progress.records() >= acknowledged);
                awaitBatches(next, progress, 2);
                next.kill();
            }
            assertEquals(List.of(), feeder.violations());
        }
        assertEquals(List.of(), Oracle.judge(History.read(drivers.ledger()), text::line, acknowledged));
    }

    /** @param connection the first of the new driver */
    private static void resumeAndWatch(JavaProcess old, Drivers drivers, AckTap tap, int connection) throws Exception {
        Map<String, Long> before = files(drivers.checkpointUri());
        Set<StoragePath> referred = References.readAll(drivers.checkpointUri());
        List<List<String>> connections = tap.connections();
        List<String> saidBefore = connections.get(connection - 1);
        // What the new driver found durable when it took over.
        long durable = AckTap.number(connections.get(connection).get(0));

        old.resume();
        assertEquals(ExitCodes.FENCED, old.awaitExit(LIMIT), old::tail);

        Map<String, Long> after = files(drivers.checkpointUri());
        Set<String> changed = new TreeSet<>();
        before.forEach((file, content) -> {
            if (!content.equals(after.get(file))) {
                changed.add(file);
            }
        });
        assertEquals(Set.of(), changed, "files that the fenced driver deleted or changed");
        assertEquals(referred, References.readAll(drivers.checkpointUri()));

        List<String> said = new ArrayList<>(tap.connections().get(connection - 1));
        said.subList(0, saidBefore.size()).clear();
        tap.connections().stream().skip(connections.size()).forEach(said::addAll);
        // A block may have become durable just before the pause: then the new driver knows it.
        assertTrue(
                said.stream().allMatch(line -> AckTap.number(line) <= durable),
                () -> "the fenced driver acknowledged more than the " + durable + " that is durable: " + said);
    }

    private static int said(AckTap tap, int connection) {
        List<List<String>> connections = tap.connections();
        return connection < connections.size() ? connections.get(connection).size() : 0;
    }

    private static void awaitBatches(JavaProcess driver, LedgerProgress progress, int more)
            throws InterruptedException {
        int before = progress.batches();
        driver.await(more + " more batches", LIMIT, () -> progress.batches() >= before + more);
    }

    /** Each file and the checksum of its content, as a reader sees it: what a late writer leaves behind a seal is not. */
    private static Map<String, Long> files(String checkpoint) throws IOException {
        Map<String, Long> files = new TreeMap<>();
        try (Storage storage = References.open(checkpoint)) {
            for (String directory : List.of("batches", "graph", "received", "state")) {
                for (FileInfo file : storage.list(StoragePath.of(directory))) {
                    CRC32C crc = new CRC32C();
                    crc.update(storage.read(file.path()));
                    files.put(file.path().value(), crc.getValue());
                }
            }
        }
        return files;
    }
}
