package io.durastream.runtime.input;

import io.durastream.checkpoint.Bytes;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.input.FileSplit;
import org.apache.hadoop.mapreduce.lib.input.TextInputFormat;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hadoop's text input over exactly the files of a plan, in its order, each as long as it was then. Splits follow from
 * the files' lengths and blocks, so that a batch that is executed again has the same partitions.
 */
public final class PlannedText extends TextInputFormat {

    private static final Logger LOG = LoggerFactory.getLogger(PlannedText.class);
    private static final String PLAN = "durastream.internal.planned-files";

    /** The lines of the planned files. */
    static JavaRDD<String> lines(JavaSparkContext spark, FileRange range) {
        if (range.files().isEmpty()) {
            return spark.emptyRDD();
        }
        Configuration conf = new Configuration(spark.hadoopConfiguration());
        conf.set(PLAN, Base64.getEncoder().encodeToString(range.toBytes().toByteArray()));
        return spark.newAPIHadoopRDD(conf, PlannedText.class, LongWritable.class, Text.class)
                .map(line -> line._2.toString());
    }

    @Override
    protected List<FileStatus> listStatus(JobContext job) throws IOException {
        List<FileStatus> planned = new ArrayList<>();
        for (PlannedFile file : plan(job.getConfiguration()).files()) {
            planned.add(asPlanned(file, job.getConfiguration()));
        }
        return planned;
    }

    @Override
    public RecordReader<LongWritable, Text> createRecordReader(InputSplit split, TaskAttemptContext context) {
        RecordReader<LongWritable, Text> reader = super.createRecordReader(split, context);
        FileSplit part = (FileSplit) split;
        return isCompressed(part.getPath(), context.getConfiguration()) || !endsFile(part, context.getConfiguration())
                ? reader
                : new LinesUpTo(part.getStart() + part.getLength(), reader);
    }

    private static FileRange plan(Configuration conf) {
        return FileRange.of(Bytes.of(Base64.getDecoder().decode(conf.get(PLAN))));
    }

    private static FileStatus asPlanned(PlannedFile planned, Configuration conf) throws IOException {
        Path path = new Path(planned.path());
        FileStatus now = statusOf(path, conf);
        if (now.getLen() < planned.length()) {
            throw new IOException("File " + path + " had " + planned.length() + " bytes when its batch was planned and"
                    + " has " + now.getLen() + " now. Put the original back; the batch is then executed again");
        }
        if (now.getModificationTime() != planned.modifiedMillis()) {
            LOG.warn(
                    "File {} was modified after its batch was planned; of its {} bytes the first {} are read. Files"
                            + " must appear whole: write elsewhere, then rename",
                    path,
                    now.getLen(),
                    planned.length());
        }
        return new FileStatus(
                planned.length(),
                false,
                now.getReplication(),
                now.getBlockSize(),
                planned.modifiedMillis(),
                now.getPath());
    }

    private static FileStatus statusOf(Path path, Configuration conf) throws IOException {
        try {
            return path.getFileSystem(conf).getFileStatus(path);
        } catch (FileNotFoundException e) {
            FileNotFoundException named = new FileNotFoundException("File " + path
                    + " is part of a planned batch and is gone. Put it back; the batch is then executed again");
            named.initCause(e);
            throw named;
        }
    }

    private static boolean isCompressed(Path path, Configuration conf) {
        return new CompressionCodecFactory(conf).getCodec(path) != null;
    }

    private static boolean endsFile(FileSplit part, Configuration conf) {
        String path = part.getPath().toString();
        long end = part.getStart() + part.getLength();
        return plan(conf).files().stream()
                .anyMatch(file -> file.length() == end && file.path().equals(path));
    }

    /**
     * Lines as if the file ended at a position: Hadoop's reader goes on beyond the end of its split, to the end of the
     * line that begins there.
     */
    private static final class LinesUpTo extends RecordReader<LongWritable, Text> {

        private final long end;
        private final RecordReader<LongWritable, Text> reader;

        LinesUpTo(long end, RecordReader<LongWritable, Text> reader) {
            this.end = end;
            this.reader = reader;
        }

        @Override
        public void initialize(InputSplit split, TaskAttemptContext context) throws IOException, InterruptedException {
            reader.initialize(split, context);
        }

        @Override
        public boolean nextKeyValue() throws IOException, InterruptedException {
            return reader.nextKeyValue() && reader.getCurrentKey().get() < end;
        }

        @Override
        public LongWritable getCurrentKey() throws IOException, InterruptedException {
            return reader.getCurrentKey();
        }

        @Override
        public Text getCurrentValue() throws IOException, InterruptedException {
            Text line = reader.getCurrentValue();
            long rest = end - reader.getCurrentKey().get();
            if (line.getLength() > rest) {
                line.set(line.copyBytes(), 0, (int) rest);
            }
            return line;
        }

        @Override
        public float getProgress() throws IOException, InterruptedException {
            return reader.getProgress();
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
