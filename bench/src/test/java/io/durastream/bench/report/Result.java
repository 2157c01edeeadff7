package io.durastream.bench.report;

import java.util.Map;
import java.util.TreeMap;

/**
 * What one run of one contender gave.
 *
 * @param workload what was done
 * @param variant which size or kind of it: contenders are compared within one
 * @param contender who did it
 * @param round contenders of one round ran one after the other
 * @param machine where, as {@link Machine#describe} says it
 * @param figures numbers by name, with the unit in the name
 */
public record Result(
        String workload, String variant, String contender, int round, String machine, Map<String, Double> figures) {

    public Result {
        figures = new TreeMap<>(figures);
    }

    /**
     * {@return the figure}
     *
     * @throws IllegalArgumentException when there is none of that name
     */
    public double figure(String name) {
        Double value = figures.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "Expected a figure " + name + " of " + workload + ", found " + figures.keySet());
        }
        return value;
    }
}
