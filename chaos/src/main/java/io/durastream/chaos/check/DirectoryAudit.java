package io.durastream.chaos.check;

import io.durastream.checkpoint.BatchLog;
import io.durastream.checkpoint.BatchState;
import io.durastream.checkpoint.DriverStart;
import io.durastream.checkpoint.LogState;
import io.durastream.checkpoint.StateEntry;
import io.durastream.storage.Clock;
import io.durastream.storage.FileInfo;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.storage.Storages;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A checkpoint directory after a run, read to its end.
 *
 * @param files how many files the batch log refers to; all of them were read
 * @param damage what could not be read
 * @param leftovers files of keyed state that earlier epochs made and nothing refers to, though the last epoch had the time to
 *     clean up; empty when it had not
 */
public record DirectoryAudit(int files, List<String> damage, List<String> leftovers) {

    /** A driver looks for garbage every ten seconds; it goes when the batch after that is committed. */
    private static final long CLEAN_UP_MILLIS = 45_000;

    private static final StoragePath STATE = StoragePath.of("state");

    /** {@code state/<operator>/<partition>/<kind>/<epoch>-…} */
    private static final Pattern STATE_FILE = Pattern.compile("state/[^/]+/\\d+/[^/]+/(\\d{1,18})-.*");

    public DirectoryAudit {
        damage = List.copyOf(damage);
        leftovers = List.copyOf(leftovers);
    }

    /**
     * Reads everything that the batch log in a directory refers to.
     *
     * @param endedMillis when the last driver was ended
     */
    public static DirectoryAudit of(String checkpointUri, long endedMillis) {
        try (Storage storage = Storages.openReadOnly(checkpointUri, Map.of(), Clock.system())) {
            LogState log = BatchLog.read(storage).state();
            int files = References.readAll(storage, log).size();
            return new DirectoryAudit(files, List.of(), leftovers(storage, log, endedMillis));
        } catch (IOException e) {
            return new DirectoryAudit(0, List.of(e.toString()), List.of());
        }
    }

    private static List<String> leftovers(Storage storage, LogState log, long endedMillis) throws IOException {
        List<DriverStart> starts = log.ledger();
        DriverStart last = starts.get(starts.size() - 1);
        if (endedMillis - last.wallMillis() < CLEAN_UP_MILLIS) {
            return List.of();
        }
        Set<StoragePath> referred = referred(storage, log);
        return storage.list(STATE).stream()
                .map(FileInfo::path)
                .filter(file -> isBefore(last.epoch().number(), file) && !referred.contains(file))
                .map(StoragePath::value)
                .toList();
    }

    private static boolean isBefore(long epoch, StoragePath file) {
        Matcher name = STATE_FILE.matcher(file.value());
        return name.matches() && Long.parseLong(name.group(1)) < epoch;
    }

    private static Set<StoragePath> referred(Storage storage, LogState log) throws IOException {
        Stream<StateEntry> latest =
                log.state().values().stream().map(Map::values).flatMap(Collection::stream);
        Stream<StateEntry> retained =
                log.batches().values().stream().map(BatchState::state).flatMap(Collection::stream);
        Set<StoragePath> files = new TreeSet<>();
        for (StateEntry entry : Stream.concat(latest, retained).toList()) {
            files.addAll(References.ofState(storage, entry));
        }
        return files;
    }
}
