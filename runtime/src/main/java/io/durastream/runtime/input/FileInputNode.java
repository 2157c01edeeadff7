package io.durastream.runtime.input;

import io.durastream.Duration;
import io.durastream.Time;
import io.durastream.checkpoint.InputRange;
import io.durastream.checkpoint.OperatorId;
import io.durastream.runtime.driver.InputSource;
import io.durastream.runtime.graph.InputContext;
import io.durastream.runtime.graph.InputNode;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;

/**
 * The lines of text files that newly appear in a directory, or in all directories that match a glob, of any Hadoop file
 * system. Files must appear whole, by a rename; what is appended to them later is not read. A restart neither skips nor
 * repeats a file: those of a batch are listed in its plan.
 */
public final class FileInputNode extends InputNode<String> {

    private static final long serialVersionUID = 1;

    private final String directory;
    private final boolean newFilesOnly;
    private final Duration remember;

    /**
     * @param directory a directory or a glob of directories, with or without a scheme
     * @param newFilesOnly whether files that are there at the very first start are left alone
     * @param minRemember how long files are remembered at least; see {@link #minRemember}
     */
    public FileInputNode(
            Duration batchInterval, int streamId, String directory, boolean newFilesOnly, Duration minRemember) {
        super(batchInterval, streamId);
        this.directory = directory;
        this.newFilesOnly = newFilesOnly;
        this.remember = batchInterval.times((int) Math.ceil(minRemember.div(batchInterval)));
    }

    /** The configured time for which files are remembered at least. */
    public static Duration minRemember(SparkConf conf) {
        String olderName = conf.get("spark.streaming.minRememberDuration", "60s");
        return new Duration(conf.getTimeAsSeconds("spark.streaming.fileStream.minRememberDuration", olderName) * 1000);
    }

    @Override
    public String kind() {
        return "textFileStream";
    }

    @Override
    public String identityHint() {
        return directory;
    }

    @Override
    public Duration memory() {
        return remember;
    }

    @Override
    public InputSource open(OperatorId id, InputContext context) {
        FileSource.FirstStart firstStart = new FileSource.FirstStart(
                context.clock().wallMillis(), newFilesOnly, context.batchMillis(), remember.milliseconds());
        return new FileSource(
                id, new Path(directory), context.spark().hadoopConfiguration(), context.planned(), firstStart);
    }

    @Override
    protected JavaRDD<String> read(Time time, InputRange range) {
        return PlannedText.lines(runtime().spark(), FileRange.of(range.range()));
    }
}
