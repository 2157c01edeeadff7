package io.durastream.runtime.cluster;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * A Hadoop configuration that can be serialized.
 *
 * @param entries those that were set explicitly, not by Hadoop's own defaults
 */
public record HadoopSettings(Map<String, String> entries) implements Serializable {

    public static HadoopSettings of(Configuration hadoop) {
        Map<String, String> entries = new HashMap<>();
        for (Map.Entry<String, String> entry : hadoop) {
            if (isSetExplicitly(hadoop, entry.getKey())) {
                entries.put(entry.getKey(), entry.getValue());
            }
        }
        return new HadoopSettings(Map.copyOf(entries));
    }

    /** The configuration again, the caller's own. */
    public Configuration configuration() {
        Configuration configuration = new Configuration();
        entries.forEach(configuration::set);
        return configuration;
    }

    private static boolean isSetExplicitly(Configuration hadoop, String key) {
        String[] sources = hadoop.getPropertySources(key);
        return sources != null && sources.length > 0 && !sources[sources.length - 1].endsWith("-default.xml");
    }
}
