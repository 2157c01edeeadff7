package io.durastream.runtime.input;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/**
 * A Hadoop configuration that goes into a saved application. In the process that defined it, it is what it is. Saved are
 * only the entries that the program set: not those which it shares with the configuration files of the machine, and no
 * secrets. After a recovery they lie over the SparkContext's configuration, from where the rest comes.
 */
public final class HadoopSettings implements Serializable {

    private static final long serialVersionUID = 1;
    private static final Pattern SECRET =
            Pattern.compile("(?i)secret|passw|\\.pass$|token|credential|(access|account)[._]?key");

    /** Null: the SparkContext's, with the saved entries over it. */
    private final transient @Nullable Configuration given;

    private final TreeMap<String, String> saved;

    private HadoopSettings(@Nullable Configuration given, Map<String, String> saved) {
        this.given = given;
        this.saved = new TreeMap<>(saved);
    }

    /** The configuration of the SparkContext. */
    public static HadoopSettings ofSpark() {
        return new HadoopSettings(null, Map.of());
    }

    /** This configuration. */
    public static HadoopSettings of(Configuration given) {
        Map<String, String> saved = new TreeMap<>();
        Configuration machine = new Configuration();
        for (Map.Entry<String, String> entry : given) {
            boolean own = !entry.getValue().equals(machine.getRaw(entry.getKey()));
            if (own && !SECRET.matcher(entry.getKey()).find()) {
                saved.put(entry.getKey(), entry.getValue());
            }
        }
        return new HadoopSettings(given, saved);
    }

    /** These and one more entry. */
    HadoopSettings with(String key, String value) {
        Map<String, String> more = new TreeMap<>(saved);
        more.put(key, value);
        return new HadoopSettings(given, more);
    }

    /** A copy to work with. */
    public Configuration configuration(JavaSparkContext spark) {
        if (given != null) {
            return new Configuration(given);
        }
        Configuration conf = new Configuration(spark.hadoopConfiguration());
        saved.forEach(conf::set);
        return conf;
    }
}
