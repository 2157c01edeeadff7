package io.durastream.runtime.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.checkpoint.BatchTime;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Batches of 1 s, files remembered for 5 s. */
class FileSelectionTest {

    private static final long WINDOW = 5_000;

    private final FileSelection selection = FileSelection.startingAfter(10_000, WINDOW);

    @Test
    void takesWhatWasModifiedAfterTheStartAndUpToTheBatch() {
        assertEquals(
                List.of("after", "at batch"),
                names(selection.select(
                        at(11_000),
                        List.of(
                                file("at start", 10_000),
                                file("after", 10_001),
                                file("at batch", 11_000),
                                file("later", 11_001)))));
    }

    @Test
    void takesWhatIsOlderThanTheStartWhenToldSo() {
        FileSelection all = FileSelection.startingAfter(Long.MIN_VALUE, WINDOW);

        assertEquals(
                List.of("in window"),
                names(all.select(at(11_000), List.of(file("too old", 6_000), file("in window", 6_001)))));
    }

    @Test
    void takesAFileOnceHoweverLongItStays() {
        List<PlannedFile> directory = List.of(file("a", 10_500));
        List<FileRange> plans = new ArrayList<>();
        for (long time = 11_000; time <= 30_000; time += 1_000) {
            plans.add(selection.select(at(time), directory));
        }

        assertEquals(
                List.of("a"),
                plans.stream().flatMap(plan -> names(plan).stream()).toList());
    }

    @Test
    void takesAFileThatAppearsLateWithinTheWindow() {
        selection.select(at(11_000), List.of());
        selection.select(at(12_000), List.of());

        assertEquals(List.of("late"), names(selection.select(at(13_000), List.of(file("late", 10_500)))));
    }

    @Test
    void leavesAFileThatAppearsAfterTheWindow() {
        assertEquals(List.of(), names(selection.select(at(16_000), List.of(file("too late", 11_000)))));
    }

    @Test
    void takesTheOldestFirstAndThenByName() {
        assertEquals(
                List.of("z", "a", "b"),
                names(selection.select(at(11_000), List.of(file("b", 10_600), file("a", 10_600), file("z", 10_500)))));
    }

    @Test
    void ignoresAnUpdateWithinTheWindow() {
        selection.select(at(11_000), List.of(file("a", 10_500)));

        assertEquals(List.of(), names(selection.select(at(12_000), List.of(file("a", 11_500)))));
        assertEquals(List.of(), names(selection.select(at(16_000), List.of(file("a", 15_500)))));
    }

    @Test
    void remembersNoLongerThanTheWindow() {
        selection.select(at(11_000), List.of(file("a", 10_500)));

        assertEquals(11_000, selection.select(at(16_000), List.of()).rememberedSince());
        assertEquals(17_000, selection.select(at(17_000), List.of()).rememberedSince());
    }

    @Test
    void doesNotLookFurtherBackWhenTheWindowGrowsAtARestart() {
        FileRange before = selection.select(at(20_000), List.of());
        FileSelection wider = FileSelection.goingOn(new TreeMap<>(java.util.Map.of(at(20_000), before)), 60_000);

        assertEquals(
                List.of("b"),
                names(wider.select(at(21_000), List.of(file("a", before.ignoreUpTo()), file("b", 15_001)))));
    }

    @Test
    void refusesToGoOnWithoutThePlansThatItNeeds() {
        FileRange first = selection.select(at(11_000), List.of(file("a", 10_500)));
        FileRange second = selection.select(at(12_000), List.of());
        assertEquals(11_000, first.rememberedSince());

        String message = String.valueOf(assertThrows(
                        IllegalStateException.class,
                        () -> FileSelection.goingOn(new TreeMap<>(java.util.Map.of(at(12_000), second)), WINDOW))
                .getMessage());
        assertTrue(message.contains("12000 ms") && message.contains("11000 ms"), message);
    }

    /** Restarts after any batch, with no more than the plans of the window, against a run without restarts. */
    @Test
    void choosesTheSameWhereverItIsRestarted() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<PlannedFile> files = Stream.generate(() -> 0)
                    .limit(30)
                    .map(i -> file("f" + random.nextInt(25), 9_000 + random.nextInt(20_000)))
                    .collect(Collectors.toMap(PlannedFile::path, file -> file, (a, b) -> a))
                    .values()
                    .stream()
                    .toList();
            List<FileRange> expected = run(files, new Random(seed), 0);
            assertEquals(expected, run(files, new Random(seed), 0.3), "seed " + seed);
            List<String> taken =
                    expected.stream().flatMap(range -> names(range).stream()).toList();
            assertEquals(taken.stream().distinct().toList(), taken, "seed " + seed);
        }
    }

    /** Files appear some time after they were modified; retained are the plans that the window of the last one needs. */
    private static List<FileRange> run(List<PlannedFile> files, Random appearing, double restartChance) {
        List<Long> appears = files.stream()
                .map(file -> file.modifiedMillis() + appearing.nextInt(7_000))
                .toList();
        Random restarting = new Random(files.hashCode());
        FileSelection selection = FileSelection.startingAfter(10_000, WINDOW);
        NavigableMap<BatchTime, FileRange> planned = new TreeMap<>();
        List<FileRange> all = new ArrayList<>();
        for (long time = 11_000; time <= 40_000; time += 1_000) {
            long now = time;
            List<PlannedFile> visible = Stream.iterate(0, i -> i + 1)
                    .limit(files.size())
                    .filter(i -> appears.get(i) <= now)
                    .map(files::get)
                    .toList();
            FileRange range = selection.select(at(time), visible);
            all.add(range);
            planned.put(at(time), range);
            planned.headMap(at(time - WINDOW)).clear();
            if (restarting.nextDouble() < restartChance) {
                NavigableMap<BatchTime, FileRange> read = new TreeMap<>();
                planned.forEach((batch, plan) -> read.put(batch, FileRange.of(plan.encode())));
                selection = FileSelection.goingOn(read, WINDOW);
            }
        }
        return all;
    }

    private static BatchTime at(long millis) {
        return new BatchTime(millis);
    }

    private static PlannedFile file(String name, long modifiedMillis) {
        return new PlannedFile(name, modifiedMillis, 1);
    }

    private static List<String> names(FileRange range) {
        return range.files().stream().map(PlannedFile::path).toList();
    }
}
