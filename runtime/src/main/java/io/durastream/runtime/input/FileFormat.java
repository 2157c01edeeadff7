package io.durastream.runtime.input;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.InputFormat;
import org.apache.hadoop.mapreduce.lib.input.TextInputFormat;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/**
 * How files are read: through a Hadoop input format, which sees the planned files and no others, each as it was when it was
 * planned. Splits follow from the files' lengths and blocks, so that a batch that is executed again has the same
 * partitions.
 *
 * @param <K> the format's keys
 * @param <V> the format's values
 * @param <T> what becomes of them
 */
public final class FileFormat<K, V, T> implements Serializable {

    private static final long serialVersionUID = 1;

    private final Class<? extends InputFormat<K, V>> inputFormat;
    private final Class<K> keys;
    private final Class<V> values;
    private final HadoopSettings settings;
    private final Extraction<K, V, T> extraction;

    private FileFormat(
            Class<? extends InputFormat<K, V>> inputFormat,
            Class<K> keys,
            Class<V> values,
            HadoopSettings settings,
            Extraction<K, V, T> extraction) {
        this.inputFormat = inputFormat;
        this.keys = keys;
        this.values = values;
        this.settings = settings;
        this.extraction = extraction;
    }

    /** The pairs of any input format, as it gives them. */
    public static <K, V, F extends InputFormat<K, V>> FileFormat<K, V, Tuple2<K, V>> of(
            Class<F> inputFormat, Class<K> keys, Class<V> values, HadoopSettings settings) {
        return new FileFormat<>(
                inputFormat, keys, values, settings, pairs -> JavaRDD.fromRDD(pairs.rdd(), pairs.classTag()));
    }

    /** Lines of text. */
    public static FileFormat<LongWritable, Text, String> text() {
        return new FileFormat<>(
                TextInputFormat.class,
                LongWritable.class,
                Text.class,
                HadoopSettings.ofSpark(),
                lines -> lines.map(line -> line._2().toString()));
    }

    /** Records of a fixed length in bytes. */
    public static FileFormat<Long, byte[], byte[]> binaryRecords(int recordLength) {
        return new FileFormat<>(
                BinaryRecords.class,
                Long.class,
                byte[].class,
                HadoopSettings.ofSpark().with(BinaryRecords.RECORD_LENGTH, Integer.toString(recordLength)),
                JavaPairRDD::values);
    }

    /** The Hadoop configuration in use. */
    Configuration hadoop(JavaSparkContext spark) {
        return settings.configuration(spark);
    }

    JavaRDD<T> read(JavaSparkContext spark, List<PlannedFile> files) {
        if (files.isEmpty()) {
            return spark.emptyRDD();
        }
        try {
            Configuration planned = PlannedFiles.asOnlyInput(files, hadoop(spark));
            return extraction.from(spark.newAPIHadoopRDD(planned, inputFormat, keys, values));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What becomes of the pairs that an input format gives. */
    private interface Extraction<K, V, T> extends Serializable {
        JavaRDD<T> from(JavaPairRDD<K, V> pairs);
    }
}
