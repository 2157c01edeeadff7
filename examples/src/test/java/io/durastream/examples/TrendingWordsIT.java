package io.durastream.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.durastream.Time;
import io.durastream.testkit.CrashPoint;
import io.durastream.testkit.StreamTest;
import io.durastream.testkit.TestInput;
import io.durastream.testkit.TestOutput;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

class TrendingWordsIT {

    @TempDir
    Path directory;

    @Test
    void forgetsWhatIsOlderThanAMinuteAlsoAfterACrash() {
        try (StreamTest test = StreamTest.withBatches(TrendingWords.SLIDE).checkpointedTo(directory)) {
            TestInput<String> lines = test.input("lines");
            TestOutput<Tuple2<Long, String>> top = test.output("top");
            test.start(context -> top.collect(TrendingWords.top(lines.stream(context))));

            lines.addBatches(List.of("old old old"), List.of("new"), List.of("new"));
            test.runBatches(2);
            test.crash(CrashPoint.AFTER_OUTPUTS);
            test.restart();
            test.runBatches(5);

            Tuple2<Long, String> twice = new Tuple2<>(2L, "new");
            assertEquals(List.of(new Tuple2<>(3L, "old"), twice), top.at(new Time(60_000)));
            assertEquals(List.of(twice), top.at(new Time(70_000)));
            assertEquals(List.of(new Tuple2<>(1L, "new")), top.at(new Time(80_000)));
        }
    }
}
