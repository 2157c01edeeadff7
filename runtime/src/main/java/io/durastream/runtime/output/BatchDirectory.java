package io.durastream.runtime.output;

import io.durastream.Time;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;

/**
 * Where an output puts the files of each batch: {@code prefix-TIME.suffix}.
 *
 * @param prefix begins the path; without one, null or empty, the name is the time
 * @param suffix ends it, after a dot; null or empty for none
 */
public record BatchDirectory(
        @Nullable String prefix, @Nullable String suffix) implements Serializable {

    /** The directory of a batch. */
    String of(Time time) {
        String begin = prefix == null || prefix.isEmpty() ? "" : prefix + "-";
        String end = suffix == null || suffix.isEmpty() ? "" : "." + suffix;
        return begin + time.milliseconds() + end;
    }

    /**
     * The directory of a batch, without what an earlier execution of the batch left there: that may have had other partitions,
     * whose files nothing would replace.
     *
     * @param hadoop how to reach the file system
     */
    public String emptied(Time time, Configuration hadoop) throws IOException {
        String directory = of(time);
        Path path = new Path(directory);
        path.getFileSystem(hadoop).delete(path, true);
        return directory;
    }

    /** As {@link #emptied(Time, Configuration)}, with the configuration of the SparkContext of an RDD. */
    public String emptied(Time time, JavaRDD<?> rdd) throws IOException {
        return emptied(time, rdd.context().hadoopConfiguration());
    }
}
