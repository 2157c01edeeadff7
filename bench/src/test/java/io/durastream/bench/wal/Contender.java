package io.durastream.bench.wal;

import io.durastream.storage.Clock;
import io.durastream.storage.Epoch;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.storage.Storages;
import io.durastream.wal.LogWriter;
import io.durastream.wal.SegmentedLog;
import io.durastream.wal.SegmentedLogOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.streaming.util.WriteAheadLog;
import org.apache.spark.streaming.util.WriteAheadLogUtils;

/** Who appends. With each, an append that has returned is in the memory of all DataNodes ({@code hflush}). */
enum Contender {
    /** No frames, no checksums but HDFS's own, one thread. */
    RAW_STREAM {
        @Override
        Log open(Path directory, Configuration hadoop) throws IOException {
            FSDataOutputStream out =
                    FileSystem.get(directory.toUri(), hadoop).create(new Path(directory, "raw"), false);
            return new Log() {
                @Override
                public void append(ByteBuffer payload) throws IOException {
                    out.write(payload.array(), payload.arrayOffset() + payload.position(), payload.remaining());
                    out.hflush();
                }

                @Override
                public void close() throws IOException {
                    out.close();
                }
            };
        }
    },

    /** Checksums included. */
    DURASTREAM {
        @Override
        Log open(Path directory, Configuration hadoop) throws IOException {
            Storage storage = Storages.open(directory.toString(), hadoop, Clock.system());
            LogWriter writer = new SegmentedLog(
                            storage, StoragePath.of("log"), SegmentedLogOptions.defaults(), Clock.system())
                    .openWriter(Epoch.of(1), "w");
            return new Log() {
                @Override
                public void append(ByteBuffer payload) throws IOException {
                    writer.append(payload);
                }

                @Override
                public void close() throws IOException {
                    try (storage) {
                        writer.close();
                    }
                }
            };
        }
    },

    /** What spark-streaming's receivers append to, a flush for each append. */
    SPARK {
        @Override
        Log open(Path directory, Configuration hadoop) {
            return spark(WriteAheadLogUtils.createLogForReceiver(new SparkConf(false), directory.toString(), hadoop));
        }
    },

    /** What spark-streaming's driver appends to, {@code BatchedWriteAheadLog}: the appends that wait share a flush. */
    SPARK_BATCHED {
        @Override
        Log open(Path directory, Configuration hadoop) {
            return spark(WriteAheadLogUtils.createLogForDriver(new SparkConf(false), directory.toString(), hadoop));
        }
    };

    /** Begins a log in a directory that is not there yet. */
    abstract Log open(Path directory, Configuration hadoop) throws IOException;

    private static Log spark(WriteAheadLog log) {
        return new Log() {
            @Override
            public void append(ByteBuffer payload) {
                log.write(payload.duplicate(), Clock.system().wallMillis());
            }

            @Override
            public void close() {
                log.close();
            }
        };
    }

    /** A log under measurement. */
    interface Log extends AutoCloseable {

        /** Durable when this returns. Called by many threads, but for the raw stream. */
        void append(ByteBuffer payload) throws IOException;

        @Override
        void close() throws IOException;
    }
}
