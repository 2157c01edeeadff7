package io.durastream.chaos.workload;

import io.durastream.DStream;
import io.durastream.ReceiverInputDStream;
import io.durastream.StreamingContext;
import io.durastream.examples.ReliableLineReceiver;
import java.util.Locale;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.lib.input.TextInputFormat;

/** Where an application gets its records from. */
public enum Input {
    /** A receiver with positions, from {@code host:port} of a feeder. */
    RECEIVER {
        @Override
        DStream<String> open(StreamingContext context, String address) {
            int colon = address.lastIndexOf(':');
            ReceiverInputDStream<String> lines = context.receiverStream(new ReliableLineReceiver(
                    address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))));
            lines.uid(UID);
            return lines;
        }
    },
    /** A log that can be read again from a position: the path of a file. */
    SOURCE {
        @Override
        DStream<String> open(StreamingContext context, String address) {
            return context.inputStream(new LogSource(address)).uid(UID);
        }
    },
    /** Files that appear in a directory: its path. */
    FILES {
        @Override
        DStream<String> open(StreamingContext context, String address) {
            // Also those that appear before the application is there.
            return context.fileStream(
                            address, LongWritable.class, Text.class, TextInputFormat.class, file -> true, false)
                    .map(line -> line._2().toString())
                    .uid(UID);
        }
    };

    /** The id under which a checkpoint directory has this input. */
    public static final String UID = "records";

    abstract DStream<String> open(StreamingContext context, String address);

    /** Its name on the command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
