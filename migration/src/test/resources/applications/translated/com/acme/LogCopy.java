package com.acme;

import java.nio.ByteBuffer;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.streaming.util.WriteAheadLog;
import org.apache.spark.streaming.util.WriteAheadLogRecordHandle;
import org.apache.spark.streaming.util.WriteAheadLogUtils;

/** A write-ahead log that writes to the one that the configuration selects. */
public class LogCopy extends WriteAheadLog {

    private final WriteAheadLog log;

    public LogCopy(SparkConf conf) {
        log = WriteAheadLogUtils.createLogForReceiver(conf, "log", new Configuration());
    }

    @Override
    public WriteAheadLogRecordHandle write(ByteBuffer record, long time) {
        return log.write(record, time);
    }

    @Override
    public ByteBuffer read(WriteAheadLogRecordHandle handle) {
        return log.read(handle);
    }

    @Override
    public Iterator<ByteBuffer> readAll() {
        return log.readAll();
    }

    @Override
    public void clean(long threshold, boolean wait) {
        log.clean(threshold, wait);
    }

    @Override
    public void close() {
        log.close();
    }
}
