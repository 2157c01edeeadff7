package io.durastream.bench.state;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options of all workloads that count by key. */
public final class CountOptions {

    private static final Pattern NUMBER = Pattern.compile("(\\d+)([km]?)");

    @Option(
            names = "--keys",
            split = ",",
            description = "How many keys, such as 100k or 5m (default: what the workload is for)")
    private List<String> keys = new ArrayList<>();

    @Option(names = "--records", defaultValue = "100k", description = "Records in a batch (default: ${DEFAULT-VALUE})")
    private String records = "";

    @Option(
            names = "--warm-up",
            defaultValue = "20",
            description = "Seconds before measuring (default: ${DEFAULT-VALUE})")
    private int warmUpSeconds;

    @Option(
            names = "--batches",
            defaultValue = "300",
            description = "How many batches to measure throughput over (default: ${DEFAULT-VALUE})")
    private int batches;

    @Option(
            names = "--seconds",
            defaultValue = "60",
            description = "How long to measure, even when it is fewer batches (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(
            names = "--interval",
            defaultValue = "1000",
            description = "Milliseconds between batches before and after a kill (default: ${DEFAULT-VALUE})")
    private long intervalMillis;

    @Option(names = "--rounds", defaultValue = "3", description = "How often (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--only", split = ",", description = "Contenders, such as durastream,spark-batch (default: all)")
    private List<String> only = new ArrayList<>();

    @Option(names = "--standby", split = ",", description = "Of takeovers: cold, warm (default: both)")
    private List<String> standbys = new ArrayList<>();

    @Option(
            names = "--failure",
            split = ",",
            description = "Of takeovers: driver-killed, host-lost, planned (default: all)")
    private List<String> failures = new ArrayList<>();

    @Option(names = "--conf", description = "A setting for Durastream, such as durastream.state.memory=512m")
    private Map<String, String> settings = new LinkedHashMap<>();

    /** {@return the numbers of keys that were asked for, or {@code otherwise}} */
    public List<Long> keys(List<Long> otherwise) {
        return keys.isEmpty()
                ? otherwise
                : keys.stream().map(CountOptions::number).toList();
    }

    public int records() {
        return Math.toIntExact(number(records));
    }

    public int warmUpSeconds() {
        return warmUpSeconds;
    }

    /** {@return how long to measure at most} */
    public int seconds() {
        return seconds;
    }

    /** {@return the interval of batches before and after a kill} */
    public long intervalMillis() {
        return intervalMillis;
    }

    CountMeasurement measurement() {
        return new CountMeasurement(warmUpSeconds, batches, seconds);
    }

    public int rounds() {
        return rounds;
    }

    /** {@return those of {@code all} that were asked for} */
    public List<Contender> among(List<Contender> all) {
        List<Contender> asked = only.stream().map(Contender::of).toList();
        return all.stream()
                .filter(contender -> asked.isEmpty() || asked.contains(contender))
                .toList();
    }

    /** {@return whether takeovers by such a standby were asked for} */
    public boolean standby(String label) {
        return standbys.isEmpty() || standbys.contains(label);
    }

    /** {@return whether takeovers after such a failure were asked for} */
    public boolean failure(String label) {
        return failures.isEmpty() || failures.contains(label);
    }

    public Map<String, String> settings(Contender contender) {
        return contender == Contender.DURASTREAM ? settings : Map.of();
    }

    /** {@return the number in the form in which it is given} */
    public static String label(long number) {
        if (number % 1_000_000 == 0) {
            return number / 1_000_000 + "m";
        }
        return number % 1_000 == 0 ? number / 1_000 + "k" : String.valueOf(number);
    }

    private static long number(String text) {
        Matcher matcher = NUMBER.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new TypeConversionException("Expected a number such as 5000, 100k or 5m, got " + text);
        }
        long factor = switch (matcher.group(2)) {
            case "k" -> 1_000;
            case "m" -> 1_000_000;
            default -> 1;
        };
        return Long.parseLong(matcher.group(1)) * factor;
    }
}
