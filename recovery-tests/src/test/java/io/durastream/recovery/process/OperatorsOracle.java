package io.durastream.recovery.process;

import static io.durastream.recovery.process.OperatorsWorkload.FILE;
import static io.durastream.recovery.process.OperatorsWorkload.LEFT;
import static io.durastream.recovery.process.OperatorsWorkload.NUMBER;
import static io.durastream.recovery.process.OperatorsWorkload.RIGHT;

import io.durastream.chaos.ledger.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/**
 * Judges what the {@link OperatorsWorkload} put down by computing it anew from the inputs of the batches, with nothing of
 * Durastream's.
 */
final class OperatorsOracle {

    /** One batch: the weighed sums of its words, those of the left source and of files, and the lines that state gave. */
    private record Batch(
            Map<String, Long> words,
            Map<String, Long> left,
            Map<String, Long> files,
            List<String> counts,
            List<String> totals) {}

    private final Findings findings;
    private final Path saved;
    private final Sources sources;

    private final Map<String, Long> counts = new HashMap<>();
    private final List<Batch> batches = new ArrayList<>();
    private final Map<String, Long> recordsOf = new HashMap<>();
    private final Set<String> fileLines = new HashSet<>();
    private long accumulatedWords;
    private long accumulatedWeight;

    /**
     * What was fed.
     *
     * @param left a record of the left source by its number
     * @param leftRecords how many the left source was told are durable
     * @param fileLines how many lines appeared in files
     */
    record Sources(
            LongFunction<String> left,
            long leftRecords,
            LongFunction<String> right,
            long rightRecords,
            LongFunction<String> files,
            long fileLines) {}

    private OperatorsOracle(History history, Path saved, Sources sources) {
        this.findings = new Findings(history);
        this.saved = saved;
        this.sources = sources;
    }

    /**
     * What is wrong; empty when nothing is.
     *
     * @param saved holds the directories of the batches
     */
    static List<String> judge(History history, Path saved, Sources sources) throws IOException {
        OperatorsOracle oracle = new OperatorsOracle(history, saved, sources);
        oracle.judge();
        return oracle.findings.first();
    }

    private void judge() throws IOException {
        findings.executedAlike();
        NavigableMap<Long, List<History.Execution>> inputs = findings.grid();
        for (Map.Entry<Long, List<History.Execution>> batch : inputs.entrySet()) {
            batch(
                    batch.getKey(),
                    batch.getValue().get(0).lines(),
                    batch.getKey().equals(inputs.lastKey()));
        }
        requireAll(LEFT, sources.leftRecords, recordsOf.getOrDefault(LEFT, 0L));
        requireAll(RIGHT, sources.rightRecords, recordsOf.getOrDefault(RIGHT, 0L));
        requireAll(FILE, sources.fileLines, fileLines.size());
    }

    private void requireAll(String kind, long fed, long found) {
        if (found < fed) {
            findings.add("Lost: " + fed + " records '" + kind + "' were fed, the batches have " + found);
        }
    }

    /** The last batch may not have come to its end; all others have. */
    private void batch(long time, List<String> records, boolean last) throws IOException {
        findings.compare("saved files", time, records, savedLines(time));
        records.forEach(record -> requireInPlace(time, record));
        batches.add(compute(time, records));

        findings.compare(OperatorsWorkload.SQL, time, Findings.table(current().words), last);
        findings.compare(
                OperatorsWorkload.ACCUMULATED, time, List.of(accumulatedWords + "\t" + accumulatedWeight), last);
        findings.compare(
                OperatorsWorkload.COUNTS_WINDOW,
                time,
                lines(window(OperatorsWorkload.STATE_WINDOW_BATCHES).stream().map(Batch::counts)),
                last);
        findings.compare(
                OperatorsWorkload.TOTALS_WINDOW,
                time,
                lines(window(OperatorsWorkload.STATE_WINDOW_BATCHES).stream().map(Batch::totals)),
                last);
        if (batches.size() % Shape.SLIDE_BATCHES == 0) {
            Map<String, Long> sums = sum(window(Shape.WINDOW_BATCHES).stream().map(Batch::words));
            findings.compare(OperatorsWorkload.SUMS, time, Findings.table(sums), last);
        } else {
            findings.requireNotDue(OperatorsWorkload.SUMS, time);
        }
        findings.compare(OperatorsWorkload.JOIN, time, join(), last);
    }

    /** What the files of a batch's directory have, in order. */
    private List<String> savedLines(long time) throws IOException {
        List<Path> parts = History.children(saved.resolve("batch-" + time + ".txt")).stream()
                .filter(file -> file.getFileName().toString().startsWith("part-"))
                .sorted()
                .toList();
        List<String> lines = new ArrayList<>();
        for (Path part : parts) {
            lines.addAll(Files.readAllLines(part));
        }
        return lines;
    }

    /** Each record once: those of numbered sources in order, those of files in any. */
    private void requireInPlace(long time, String record) {
        String kind = record.substring(0, record.indexOf(' ') + 1);
        long number = recordsOf.merge(kind, 1L, Long::sum) - 1;
        String expected = switch (kind) {
            case LEFT -> LEFT + sources.left.apply(number);
            case RIGHT -> RIGHT + sources.right.apply(number);
            case NUMBER -> NUMBER + number;
            default -> fileLine(record);
        };
        if (!record.equals(expected)) {
            findings.add("Batch " + time + " has '" + record + "' where '" + expected + "' should be");
        }
    }

    private String fileLine(String record) {
        long number = Long.parseLong(record.substring(FILE.length(), record.indexOf('\t')));
        return fileLines.add(record)
                ? FILE + Inbox.record(number, sources.files.apply(number))
                : "no line of a file that came before";
    }

    private Batch compute(long time, List<String> records) {
        Map<String, Long> words = new TreeMap<>();
        List<String> totals = new ArrayList<>();
        for (String record : records) {
            for (String word : OperatorsWorkload.words(record)) {
                words.merge(word, weight(word), Long::sum);
                totals.add(time + "\t" + word + "\t" + counts.merge(word, weight(word), Long::sum));
                accumulatedWords++;
                accumulatedWeight += weight(word);
            }
        }
        return new Batch(words, sums(records, LEFT), sums(records, FILE), Findings.table(counts), totals);
    }

    private static Map<String, Long> sums(List<String> records, String kind) {
        Map<String, Long> sums = new TreeMap<>();
        records.stream()
                .filter(record -> record.startsWith(kind))
                .flatMap(record -> OperatorsWorkload.words(record).stream())
                .forEach(word -> sums.merge(word, weight(word), Long::sum));
        return sums;
    }

    private static long weight(String word) {
        return OperatorsWorkload.WEIGHTS.getOrDefault(word.length(), 1L);
    }

    private Batch current() {
        return batches.get(batches.size() - 1);
    }

    private List<Batch> window(int length) {
        return batches.subList(Math.max(0, batches.size() - length), batches.size());
    }

    private static List<String> lines(Stream<List<String>> batches) {
        return batches.flatMap(List::stream).sorted().toList();
    }

    private static Map<String, Long> sum(Stream<Map<String, Long>> batches) {
        Map<String, Long> sums = new TreeMap<>();
        batches.forEach(batch -> batch.forEach((word, weight) -> sums.merge(word, weight, Long::sum)));
        return sums;
    }

    private List<String> join() {
        Map<String, Long> left =
                sum(window(OperatorsWorkload.LEFT_WINDOW_BATCHES).stream().map(Batch::left));
        Map<String, Long> files =
                sum(window(OperatorsWorkload.FILE_WINDOW_BATCHES).stream().map(Batch::files));
        return left.entrySet().stream()
                .filter(word -> files.containsKey(word.getKey()))
                .map(word -> word.getKey() + "\t" + word.getValue() + "\t" + files.get(word.getKey()))
                .sorted()
                .toList();
    }
}
