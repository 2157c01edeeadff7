package io.durastream.recovery.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.chaos.check.References;
import io.durastream.chaos.process.JavaProcess;
import io.durastream.runtime.application.ExitCodes;
import io.durastream.storage.FileInfo;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/** A driver that was paused while another took over, and what it does when it goes on. */
final class Zombie {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private Zombie() {}

    /**
     * Resumes it while its successor stands still, and fails unless it ends as a fenced driver does, and has deleted, changed and
     * acknowledged nothing.
     *
     * @param connection the first of its successor
     */
    static void resumeAndWatch(JavaProcess old, Drivers drivers, AckTap tap, int connection) throws Exception {
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
