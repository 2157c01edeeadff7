package io.durastream.runtime.input;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.input.FileSplit;
import org.jspecify.annotations.Nullable;

/**
 * Records of a fixed length, keyed by their position in the file. A file's bytes are taken as they are, whatever its name
 * says about compression. A record belongs to the split in which it begins.
 */
public final class BinaryRecords extends FileInputFormat<Long, byte[]> {

    static final String RECORD_LENGTH = "durastream.internal.record-length";

    @Override
    public RecordReader<Long, byte[]> createRecordReader(InputSplit split, TaskAttemptContext context)
            throws IOException {
        return new Reader((FileSplit) split, context.getConfiguration());
    }

    private static final class Reader extends RecordReader<Long, byte[]> {

        private final FSDataInputStream file;
        private final int recordLength;
        private final long begin;
        private final long end;
        private long next;
        private byte @Nullable [] record;

        Reader(FileSplit split, Configuration conf) throws IOException {
            recordLength = conf.getInt(RECORD_LENGTH, 0);
            begin = (split.getStart() + recordLength - 1) / recordLength * recordLength;
            end = split.getStart() + split.getLength();
            next = begin;
            file = split.getPath().getFileSystem(conf).open(split.getPath());
            if (begin < end) {
                file.seek(begin);
            }
        }

        @Override
        public void initialize(InputSplit split, TaskAttemptContext context) {}

        @Override
        public boolean nextKeyValue() throws IOException {
            if (next >= end) {
                return false;
            }
            byte[] read = file.readNBytes(recordLength);
            if (read.length != recordLength) {
                throw new IllegalArgumentException("requirement failed: Byte array does not have correct length. "
                        + read.length + " did not equal recordLength: " + recordLength);
            }
            record = read;
            next += recordLength;
            return true;
        }

        @Override
        public Long getCurrentKey() {
            return next - recordLength;
        }

        @Override
        public byte @Nullable [] getCurrentValue() {
            return record;
        }

        @Override
        public float getProgress() {
            return end <= begin ? 1 : Math.min(1, (float) (next - begin) / (end - begin));
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
