package io.durastream.runtime.recovery;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.SparkConf;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * The configuration of an application that is restored from a checkpoint directory.
 *
 * <p>There are four kinds of keys:
 *
 * <table>
 * <caption>Where a value comes from</caption>
 * <tr><td>of one process</td><td>addresses, ports, application id: never from the checkpoint</td></tr>
 * <tr><td>secret</td><td>never written to the checkpoint, so always from the new process</td></tr>
 * <tr><td>of the machine</td><td>master, memory, jars, credentials: from the new process where it sets them</td></tr>
 * <tr><td>of the application</td><td>all others: from the checkpoint; if the new process says otherwise, that is a
 * {@link Difference}</td></tr>
 * </table>
 *
 * @param entries what the application runs with
 * @param differences what the new process asked for in vain, by key
 */
public record RecoveredConf(Map<String, String> entries, List<Difference> differences) {

    public RecoveredConf {
        entries = Collections.unmodifiableMap(new TreeMap<>(entries));
        differences = List.copyOf(differences);
    }

    /**
     * A key that the checkpoint decides and the new process set otherwise. Never a secret: those are not in a checkpoint.
     *
     * @param checkpoint the value in use; null when the key is not set
     * @param process what the new process asked for
     */
    public record Difference(String key, @Nullable String checkpoint, String process) {}

    /**
     * Decides on every key.
     *
     * @param checkpoint what {@link #toSave} gave when the application was saved
     * @param process the configuration of the new process
     */
    public static RecoveredConf of(Map<String, String> checkpoint, Map<String, String> process) {
        Map<String, String> entries = new TreeMap<>();
        List<Difference> differences = new ArrayList<>();
        Set<String> keys = new TreeSet<>(checkpoint.keySet());
        keys.addAll(process.keySet());
        for (String key : keys) {
            String saved = ConfKeys.isSaved(key) ? checkpoint.get(key) : null;
            String set = process.get(key);
            boolean decidedHere = ConfKeys.isOfNewProcess(key);
            String value = decidedHere && set != null ? set : saved;
            if (value != null) {
                entries.put(key, value);
            }
            if (!decidedHere && set != null && !set.equals(saved)) {
                differences.add(new Difference(key, saved, set));
            }
        }
        return new RecoveredConf(entries, differences);
    }

    /** What of a configuration belongs into a checkpoint: no secrets, and nothing that only this process has. */
    public static Map<String, String> toSave(SparkConf conf) {
        Map<String, String> saved = new TreeMap<>(entriesOf(conf));
        saved.entrySet()
                .removeIf(entry ->
                        !ConfKeys.isSaved(entry.getKey()) || ConfKeys.hidesSecret(entry.getKey(), entry.getValue()));
        return saved;
    }

    /** All that a configuration sets. */
    public static Map<String, String> entriesOf(SparkConf conf) {
        Map<String, String> entries = new TreeMap<>();
        for (Tuple2<String, String> entry : conf.getAll()) {
            entries.put(entry._1(), entry._2());
        }
        return entries;
    }

    /** A configuration with these entries and no others. */
    public SparkConf toSparkConf() {
        SparkConf conf = new SparkConf(false);
        entries.forEach(conf::set);
        return conf;
    }
}
