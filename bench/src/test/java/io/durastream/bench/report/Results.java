package io.durastream.bench.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The results of one workload, by variant, contender and round. */
public final class Results {

    private final Map<Key, Result> results = new LinkedHashMap<>();

    private Results() {}

    public static Results of(Collection<Result> ofWorkload) {
        Results results = new Results();
        ofWorkload.forEach(
                result -> results.results.put(new Key(result.variant(), result.contender(), result.round()), result));
        return results;
    }

    /** {@return the variants, in the order in which they were measured first} */
    public List<String> variants() {
        return results.keySet().stream().map(Key::variant).distinct().toList();
    }

    /** {@return the contenders of a variant, in the order in which they were measured first} */
    public List<String> contenders(String variant) {
        return results.keySet().stream()
                .filter(key -> key.variant.equals(variant))
                .map(Key::contender)
                .distinct()
                .toList();
    }

    /** {@return the median over the rounds of a figure, if it was measured} */
    public OptionalDouble median(String variant, String contender, String figure) {
        return median(all(variant, contender, figure));
    }

    /** {@return the largest over the rounds of a figure, if it was measured} */
    public OptionalDouble max(String variant, String contender, String figure) {
        return all(variant, contender, figure).stream()
                .mapToDouble(Double::doubleValue)
                .max();
    }

    /** {@return in how many rounds a figure was measured} */
    public int count(String variant, String contender, String figure) {
        return all(variant, contender, figure).size();
    }

    private List<Double> all(String variant, String contender, String figure) {
        return results.values().stream()
                .filter(result -> result.variant().equals(variant)
                        && result.contender().equals(contender)
                        && result.figures().containsKey(figure))
                .map(result -> result.figure(figure))
                .toList();
    }

    /** {@return the median of one contender's figure divided by the other's in the same round, if both were measured} */
    public OptionalDouble medianRatio(String variant, String contender, String peer, String figure) {
        List<Double> ratios = new ArrayList<>();
        results.forEach((key, result) -> {
            Result other = results.get(new Key(variant, peer, key.round));
            if (key.equals(new Key(variant, contender, key.round)) && other != null) {
                ratios.add(result.figure(figure) / other.figure(figure));
            }
        });
        return median(ratios);
    }

    private static OptionalDouble median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        if (sorted.length == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
    }

    private record Key(String variant, String contender, int round) {}
}
