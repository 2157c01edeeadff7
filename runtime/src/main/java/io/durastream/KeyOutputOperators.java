package io.durastream;

import io.durastream.runtime.graph.StreamNode;
import io.durastream.runtime.input.HadoopSettings;
import io.durastream.runtime.output.BatchDirectory;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapred.JobConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Outputs of pairs to files. A batch has a directory of its own, {@code prefix-TIME.suffix} with the batch time in
 * milliseconds. A batch that is executed again, after a crash, replaces its directory.
 */
abstract class KeyOutputOperators<K, V> extends KeyStateOperators<K, V> {

    KeyOutputOperators(StreamingContext context, StreamNode<Tuple2<K, V>> node) {
        super(context, node);
    }

    /**
     * Output: writes each batch through an output format of Hadoop's old API, with the Hadoop configuration of the
     * SparkContext.
     *
     * @param <F> the output format
     * @param prefix begins the path of a directory; without one, null or empty, the name is the time
     * @param suffix ends it, after a dot; null or empty for none
     * @param keyClass what the output format is told of the keys
     * @param valueClass what the output format is told of the values
     * @param outputFormatClass the output format
     */
    public <F extends org.apache.hadoop.mapred.OutputFormat<?, ?>> void saveAsHadoopFiles(
            @Nullable String prefix,
            @Nullable String suffix,
            Class<?> keyClass,
            Class<?> valueClass,
            Class<F> outputFormatClass) {
        saveAsHadoopFiles(
                new BatchDirectory(prefix, suffix), keyClass, valueClass, outputFormatClass, HadoopSettings.ofSpark());
    }

    /**
     * Output: writes each batch through an output format of Hadoop's old API.
     *
     * @param <F> the output format
     * @param prefix begins the path of a directory; without one, null or empty, the name is the time
     * @param suffix ends it, after a dot; null or empty for none
     * @param keyClass what the output format is told of the keys
     * @param valueClass what the output format is told of the values
     * @param outputFormatClass the output format
     * @param conf how the output is done; copied at this call
     */
    public <F extends org.apache.hadoop.mapred.OutputFormat<?, ?>> void saveAsHadoopFiles(
            @Nullable String prefix,
            @Nullable String suffix,
            Class<?> keyClass,
            Class<?> valueClass,
            Class<F> outputFormatClass,
            JobConf conf) {
        saveAsHadoopFiles(
                new BatchDirectory(prefix, suffix), keyClass, valueClass, outputFormatClass, HadoopSettings.of(conf));
    }

    /**
     * Output: writes each batch through an output format of Hadoop's new API, with the Hadoop configuration of the
     * SparkContext.
     *
     * @param <F> the output format
     * @param prefix begins the path of a directory; without one, null or empty, the name is the time
     * @param suffix ends it, after a dot; null or empty for none
     * @param keyClass what the output format is told of the keys
     * @param valueClass what the output format is told of the values
     * @param outputFormatClass the output format
     */
    public <F extends org.apache.hadoop.mapreduce.OutputFormat<?, ?>> void saveAsNewAPIHadoopFiles(
            @Nullable String prefix,
            @Nullable String suffix,
            Class<?> keyClass,
            Class<?> valueClass,
            Class<F> outputFormatClass) {
        saveAsNewAPIHadoopFiles(
                new BatchDirectory(prefix, suffix), keyClass, valueClass, outputFormatClass, HadoopSettings.ofSpark());
    }

    /**
     * Output: writes each batch through an output format of Hadoop's new API.
     *
     * @param <F> the output format
     * @param prefix begins the path of a directory; without one, null or empty, the name is the time
     * @param suffix ends it, after a dot; null or empty for none
     * @param keyClass what the output format is told of the keys
     * @param valueClass what the output format is told of the values
     * @param outputFormatClass the output format
     * @param conf how the output is done; copied at this call
     */
    public <F extends org.apache.hadoop.mapreduce.OutputFormat<?, ?>> void saveAsNewAPIHadoopFiles(
            @Nullable String prefix,
            @Nullable String suffix,
            Class<?> keyClass,
            Class<?> valueClass,
            Class<F> outputFormatClass,
            Configuration conf) {
        saveAsNewAPIHadoopFiles(
                new BatchDirectory(prefix, suffix), keyClass, valueClass, outputFormatClass, HadoopSettings.of(conf));
    }

    private <F extends org.apache.hadoop.mapred.OutputFormat<?, ?>> void saveAsHadoopFiles(
            BatchDirectory directory,
            Class<?> keyClass,
            Class<?> valueClass,
            Class<F> outputFormatClass,
            HadoopSettings settings) {
        output("saveAsHadoopFiles", (rdd, time) -> {
            JobConf job = new JobConf(settings.configuration(sparkOf(rdd)));
            JavaPairRDD.fromJavaRDD(rdd)
                    .saveAsHadoopFile(directory.emptied(time, job), keyClass, valueClass, outputFormatClass, job);
        });
    }

    private <F extends org.apache.hadoop.mapreduce.OutputFormat<?, ?>> void saveAsNewAPIHadoopFiles(
            BatchDirectory directory,
            Class<?> keyClass,
            Class<?> valueClass,
            Class<F> outputFormatClass,
            HadoopSettings settings) {
        output("saveAsNewAPIHadoopFiles", (rdd, time) -> {
            Configuration job = settings.configuration(sparkOf(rdd));
            JavaPairRDD.fromJavaRDD(rdd)
                    .saveAsNewAPIHadoopFile(directory.emptied(time, job), keyClass, valueClass, outputFormatClass, job);
        });
    }

    private static JavaSparkContext sparkOf(JavaRDD<?> rdd) {
        return JavaSparkContext.fromSparkContext(rdd.context());
    }
}
