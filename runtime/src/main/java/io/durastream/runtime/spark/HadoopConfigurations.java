package io.durastream.runtime.spark;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;

/** Hadoop's configuration where there is no SparkContext yet. */
public final class HadoopConfigurations {

    private HadoopConfigurations() {}

    /** Hadoop's files and {@code spark.hadoop.*} of this process's configuration, as a SparkContext would have it. */
    public static Configuration ofThisProcess() {
        return SparkHadoopUtil.get().newConfiguration(new SparkConf());
    }
}
