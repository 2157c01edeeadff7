package io.durastream.chaos.workload;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a process of the application under test is told, as arguments of its main class.
 *
 * @param checkpoint the checkpoint directory, a URI
 * @param ledger the directory of the ledger
 * @param sabotage the directory by which its code is told to fail
 * @param batchMillis the batch duration
 * @param input where records come from
 * @param address of the input
 * @param workloads what is done with the records
 * @param candidacy set when the process is one of several candidates
 */
public record ApplicationSettings(
        String checkpoint,
        String ledger,
        String sabotage,
        long batchMillis,
        Input input,
        String address,
        List<Workload> workloads,
        Optional<Candidacy> candidacy) {

    /**
     * How a candidate stands for election.
     *
     * @param zookeeper how it reaches the ensemble
     * @param sessionMillis how long ZooKeeper waits for one that is silent
     */
    public record Candidacy(String zookeeper, long sessionMillis) {}

    public ApplicationSettings {
        workloads = List.copyOf(workloads);
    }

    /** The same application as a candidate. */
    public ApplicationSettings asCandidate(Candidacy how) {
        return new ApplicationSettings(
                checkpoint, ledger, sabotage, batchMillis, input, address, workloads, Optional.of(how));
    }

    /** The arguments of {@link ChaosApplication}. */
    public List<String> toArguments() {
        Stream<String> always = Stream.of(
                "checkpoint=" + checkpoint,
                "ledger=" + ledger,
                "sabotage=" + sabotage,
                "batch=" + batchMillis,
                "input=" + input.id(),
                "address=" + address,
                "workloads=" + workloads.stream().map(Workload::id).collect(Collectors.joining(",")));
        Stream<String> ha = candidacy.stream()
                .flatMap(how -> Stream.of("zookeeper=" + how.zookeeper, "session=" + how.sessionMillis));
        return Stream.concat(always, ha).toList();
    }

    static ApplicationSettings parse(String... arguments) {
        Map<String, String> values = Arrays.stream(arguments)
                .collect(Collectors.toMap(
                        argument -> argument.substring(0, argument.indexOf('=')),
                        argument -> argument.substring(argument.indexOf('=') + 1)));
        return new ApplicationSettings(
                required(values, "checkpoint"),
                required(values, "ledger"),
                required(values, "sabotage"),
                Long.parseLong(required(values, "batch")),
                Input.valueOf(required(values, "input").toUpperCase(Locale.ROOT)),
                required(values, "address"),
                Arrays.stream(required(values, "workloads").split(",", -1))
                        .map(Workload::of)
                        .toList(),
                Optional.ofNullable(values.get("zookeeper"))
                        .map(servers -> new Candidacy(servers, Long.parseLong(required(values, "session")))));
    }

    private static String required(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("Expected an argument " + name + "=..., got " + values.keySet());
        }
        return value;
    }
}
