package io.durastream.runtime.input;

import io.durastream.PositionRange;
import io.durastream.SourcePlanner;
import io.durastream.Time;
import io.durastream.checkpoint.BatchTime;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathFilter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans the files that newly appear in a directory, or in all directories that match a glob. Files are looked for at
 * each batch, one level deep. While the file system cannot be listed,
 * the batch waits, so that no file is missed. A directory that does not exist has no files.
 */
final class FilePlanner implements SourcePlanner {

    private static final Logger LOG = LoggerFactory.getLogger(FilePlanner.class);

    private final Path directory;
    private final PathFilter filter;
    private final Configuration hadoop;
    private final FirstStart firstStart;
    /** Null until the first plan of all. */
    private @Nullable FileSelection selection;

    private boolean missing;

    /**
     * @param filter says which files are taken
     * @param planned the plans of this source that the batch log retains; empty at the very first start
     * @param firstStart what applies at the very first start
     */
    FilePlanner(
            Path directory,
            PathFilter filter,
            Configuration hadoop,
            NavigableMap<Time, PositionRange> planned,
            FirstStart firstStart) {
        this.directory = directory;
        this.filter = filter;
        this.hadoop = hadoop;
        this.firstStart = firstStart;
        if (!planned.isEmpty()) {
            NavigableMap<BatchTime, FileRange> ranges = new TreeMap<>();
            planned.forEach((time, range) -> ranges.put(new BatchTime(time.milliseconds()), FileRange.of(range)));
            selection = FileSelection.goingOn(ranges, firstStart.windowMillis());
        }
    }

    @Override
    public PositionRange plan(Time time) throws IOException {
        BatchTime batch = new BatchTime(time.milliseconds());
        List<PlannedFile> found = find();
        if (selection == null) {
            selection = FileSelection.startingAfter(firstStart.ignoreUpTo(batch), firstStart.windowMillis());
        }
        FileRange range = selection.select(batch, found);
        range.files().stream().filter(file -> file.length() == 0).forEach(FilePlanner::warnOfEmpty);
        return range.encode();
    }

    private List<PlannedFile> find() throws IOException {
        FileSystem fileSystem = directory.getFileSystem(hadoop);
        FileStatus[] matches = fileSystem.globStatus(directory);
        warnWhenMissing(matches == null || matches.length == 0);
        List<PlannedFile> found = new ArrayList<>();
        for (FileStatus match : matches == null ? new FileStatus[0] : matches) {
            if (match.isDirectory()) {
                addFilesOf(match.getPath(), fileSystem, found);
            }
        }
        return found;
    }

    private void addFilesOf(Path matched, FileSystem fileSystem, List<PlannedFile> found) throws IOException {
        try {
            for (FileStatus file : fileSystem.listStatus(matched)) {
                if (file.isFile() && filter.accept(file.getPath())) {
                    found.add(new PlannedFile(file.getPath().toString(), file.getModificationTime(), file.getLen()));
                }
            }
        } catch (FileNotFoundException e) {
            LOG.debug("Directory {} went away while it was looked for", matched, e);
        }
    }

    private void warnWhenMissing(boolean nowMissing) {
        if (nowMissing && !missing) {
            LOG.warn("There is no directory {} to look for new files in; batches are empty until there is", directory);
        }
        missing = nowMissing;
    }

    private static void warnOfEmpty(PlannedFile file) {
        LOG.warn("File {} has no data in it. Files must appear whole: write elsewhere, then rename", file.path());
    }

    /**
     * The rules of the very first start.
     *
     * @param begunMillis when this process defined or opened the source, in milliseconds since 1970
     * @param newFilesOnly whether files that are there already are left alone
     * @param batchMillis the batch interval
     * @param windowMillis how long files are remembered
     */
    record FirstStart(long begunMillis, boolean newFilesOnly, long batchMillis, long windowMillis) {

        /**
         * Up to when files count as being there already. That is the moment of the definition; but a process that
         * defines the source only after its first batch fell due has taken over from one that had started before that batch, and
         * died before its plan was durable.
         */
        long ignoreUpTo(BatchTime first) {
            if (!newFilesOnly) {
                return Long.MIN_VALUE;
            }
            return begunMillis < first.millis() ? begunMillis : first.millis() - batchMillis;
        }
    }
}
