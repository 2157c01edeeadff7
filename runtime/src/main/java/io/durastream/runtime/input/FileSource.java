package io.durastream.runtime.input;

import static java.util.Objects.requireNonNull;

import io.durastream.Duration;
import io.durastream.PositionRange;
import io.durastream.Source;
import io.durastream.SourceContext;
import io.durastream.SourcePlanner;
import io.durastream.StreamInputInfo;
import io.durastream.Time;
import io.durastream.runtime.graph.UserCode;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The records of files that newly appear in a directory, or in all directories that match a glob, of any Hadoop file
 * system. Files must appear whole, by a rename; what is appended to them later is not read. A restart neither skips nor
 * repeats a file: those of a batch are listed in its plan.
 */
public final class FileSource<T> extends Source<T> {

    private static final long serialVersionUID = 1;

    private final String directory;
    private final Function<Path, Boolean> filter;
    private final boolean newFilesOnly;
    private final Duration remember;
    private final FileFormat<?, ?, T> format;
    /** Null after a recovery; not saved, so that the same application is saved as the same bytes. */
    private final transient @Nullable Time defined;

    /**
     * @param defined when the stream was defined: what is there by then is not new
     * @param directory a directory or a glob of directories, with or without a scheme
     * @param filter says, for the path of a file, whether it is taken
     * @param newFilesOnly whether files that are there at the very first start are left alone
     * @param remember for how long files are remembered, in whole batches; see {@link #remember}
     * @param format how files are read
     */
    public FileSource(
            Time defined,
            String directory,
            Function<Path, Boolean> filter,
            boolean newFilesOnly,
            Duration remember,
            FileFormat<?, ?, T> format) {
        this.defined = defined;
        this.directory = requireNonNull(directory, "directory");
        this.filter = requireNonNull(filter, "filter");
        this.newFilesOnly = newFilesOnly;
        this.remember = remember;
        this.format = format;
    }

    /** Files are remembered at least for the configured time, and for whole batches. */
    public static Duration remember(SparkConf conf, Duration batchInterval) {
        String olderName = conf.get("spark.streaming.minRememberDuration", "60s");
        Duration configured =
                new Duration(conf.getTimeAsSeconds("spark.streaming.fileStream.minRememberDuration", olderName) * 1000);
        return batchInterval.times((int) Math.ceil(configured.div(batchInterval)));
    }

    /** The filter of those who give none: all files but those whose names begin with a dot. */
    public static boolean isVisible(Path file) {
        return !file.getName().startsWith(".");
    }

    @Override
    public String identity() {
        return directory;
    }

    @Override
    public Duration memory() {
        return remember;
    }

    @Override
    public SourcePlanner open(SourceContext context) {
        Time begun = defined == null ? context.now() : defined.min(context.now());
        FilePlanner.FirstStart firstStart = new FilePlanner.FirstStart(
                begun.milliseconds(), newFilesOnly, context.batchInterval().milliseconds(), remember.milliseconds());
        return new FilePlanner(
                new Path(directory), this::accepts, format.hadoop(context.spark()), context.planned(), firstStart);
    }

    @Override
    public JavaRDD<T> read(JavaSparkContext spark, Time time, PositionRange range) {
        return format.read(spark, FileRange.of(range).files());
    }

    /** The files, and in the place of the description all of them too, as Spark Streaming's listeners know it. */
    @Override
    public Map<String, Object> metadata(PositionRange range) {
        List<String> files =
                FileRange.of(range).files().stream().map(PlannedFile::path).toList();
        return files.isEmpty()
                ? Map.of("files", files)
                : Map.of("files", files, StreamInputInfo.DESCRIPTION, String.join("\n", files));
    }

    private boolean accepts(Path file) {
        try {
            return filter.call(file);
        } catch (Exception e) {
            throw UserCode.rethrow(e);
        }
    }
}
