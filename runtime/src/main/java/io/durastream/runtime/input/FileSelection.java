package io.durastream.runtime.input;

import io.durastream.checkpoint.BatchTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Decides which of the files found belong to a batch: those modified up to the batch's time, within the window that is
 * remembered, and not taken by a batch of that window. A file is taken once, because it is remembered for at least as
 * long as its modification time lies in the window.
 *
 * <p>All that it remembers can be had from the plans of the window's batches. Owned by one thread.
 */
final class FileSelection {

    private static final Comparator<PlannedFile> OLDEST_FIRST =
            Comparator.comparingLong(PlannedFile::modifiedMillis).thenComparing(PlannedFile::path);

    private final long windowMillis;
    private final TreeMap<BatchTime, List<String>> taken = new TreeMap<>();
    private final Set<String> takenPaths = new HashSet<>();
    private long ignoreUpTo;

    private FileSelection(long windowMillis, long ignoreUpTo) {
        this.windowMillis = windowMillis;
        this.ignoreUpTo = ignoreUpTo;
    }

    /** A selection without memory that leaves alone what was modified up to {@code ignoreUpTo}. */
    static FileSelection startingAfter(long ignoreUpTo, long windowMillis) {
        return new FileSelection(windowMillis, ignoreUpTo);
    }

    /**
     * A selection that goes on after the last of these plans.
     *
     * @throws IllegalStateException when the plans do not reach back far enough
     */
    static FileSelection goingOn(NavigableMap<BatchTime, FileRange> planned, long windowMillis) {
        FileRange last = planned.lastEntry().getValue();
        BatchTime since = new BatchTime(last.rememberedSince());
        if (!planned.containsKey(since)) {
            throw new IllegalStateException("Files could be read twice: the plan of batch " + planned.lastKey()
                    + " needs that of batch " + since + ", and the batch log retains plans from " + planned.firstKey()
                    + " on only");
        }
        FileSelection selection = new FileSelection(windowMillis, last.ignoreUpTo());
        planned.tailMap(since).forEach((time, range) -> selection.remember(time, range.files()));
        return selection;
    }

    /** Takes from the files found those of a batch. Batch times rise. */
    FileRange select(BatchTime time, Collection<PlannedFile> found) {
        ignoreUpTo = Math.max(ignoreUpTo, time.millis() - windowMillis);
        forgetBefore(new BatchTime(ignoreUpTo));
        List<PlannedFile> files = found.stream()
                .filter(file -> file.modifiedMillis() > ignoreUpTo && file.modifiedMillis() <= time.millis())
                .filter(file -> !takenPaths.contains(file.path()))
                .sorted(OLDEST_FIRST)
                .toList();
        remember(time, files);
        BatchTime since = taken.isEmpty() ? time : taken.firstKey();
        return new FileRange(ignoreUpTo, since.millis(), files);
    }

    private void remember(BatchTime time, List<PlannedFile> files) {
        if (!files.isEmpty()) {
            List<String> paths = files.stream().map(PlannedFile::path).toList();
            taken.put(time, paths);
            takenPaths.addAll(paths);
        }
    }

    // A batch's files are not younger than the batch: those of earlier batches are ignored by their age from now on.
    private void forgetBefore(BatchTime time) {
        NavigableMap<BatchTime, List<String>> past = taken.headMap(time, false);
        past.values().forEach(takenPaths::removeAll);
        past.clear();
    }
}
