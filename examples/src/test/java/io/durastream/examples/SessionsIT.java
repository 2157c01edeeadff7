package io.durastream.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.durastream.Durations;
import io.durastream.testkit.CrashPoint;
import io.durastream.testkit.StreamTest;
import io.durastream.testkit.TestInput;
import io.durastream.testkit.TestOutput;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsIT {

    @TempDir
    Path directory;

    @Test
    void endsASessionThatWasIdleAlsoWhenTheDriverCrashedMeanwhile() {
        try (StreamTest test = StreamTest.withBatches(Durations.seconds(10)).checkpointedTo(directory)) {
            TestInput<String> clicks = test.input("clicks");
            TestOutput<String> ended = test.output("ended");
            test.start(context -> ended.collect(Sessions.ended(clicks.stream(context), Durations.seconds(30))));

            clicks.addBatches(List.of("ann /", "bob /"), List.of("ann /news"), List.of("ann /sports"));
            test.runBatches(2);
            test.crash(CrashPoint.BEFORE_OUTPUTS);
            test.restart();
            test.runBatches(4);

            assertEquals(
                    List.of(
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of("bob saw 1 pages and left after 40 s"),
                            List.of(),
                            List.of("ann saw 3 pages and left after 60 s")),
                    ended.batches());
        }
    }
}
