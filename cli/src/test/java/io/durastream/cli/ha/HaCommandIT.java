package io.durastream.cli.ha;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.durastream.chaos.feed.FeedText;
import io.durastream.chaos.feed.LineFeeder;
import io.durastream.chaos.oracle.Verdict;
import io.durastream.chaos.oracle.WordCounts;
import io.durastream.chaos.process.JavaCommand;
import io.durastream.chaos.process.JavaProcess;
import io.durastream.chaos.zookeeper.EnsembleOfThree;
import io.durastream.chaos.zookeeper.ZooKeeperEnsemble;
import io.durastream.checkpoint.BatchLog;
import io.durastream.checkpoint.DriverStart;
import io.durastream.cli.Main;
import io.durastream.examples.WordCount;
import io.durastream.runtime.application.ExitCodes;
import io.durastream.storage.Clock;
import io.durastream.storage.Storage;
import io.durastream.storage.Storages;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code durastream ha} as processes: supervisors, their drivers, and a real ensemble. */
@Timeout(300)
@ExtendWith(EnsembleOfThree.class)
final class HaCommandIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** Longer than any takeover here may take: nobody waits for the end of a session. */
    private static final Duration SESSION = Duration.ofSeconds(40);

    private static ZooKeeperEnsemble ensemble;

    @TempDir
    Path home;

    private final Clock clock = Clock.system();
    private final StringWriter said = new StringWriter();

    @BeforeAll
    static void use(ZooKeeperEnsemble given) {
        ensemble = given;
    }

    private JavaProcess supervisor(String name, List<String> options, Class<?> application, String... arguments)
            throws IOException {
        Path directory = Files.createDirectories(home.resolve(name));
        Path jar = ApplicationJarTest.jar(directory, application.getName());
        JavaCommand command = JavaCommand.of("io.durastream.cli.Main")
                .withArguments("ha", "--zookeeper", ensemble.connectString())
                .withArguments("--checkpoint", checkpoint())
                .withArguments("--session-timeout", Long.toString(SESSION.toMillis()))
                .withArguments("--logs", directory.resolve("logs").toString())
                .withArguments("--java-option=-Xmx512m", "--java-option=-XX:TieredStopAtLevel=1")
                .withArguments("--java-option=-Djava.io.tmpdir=" + directory)
                .withArguments("--conf", "spark.ui.enabled=false", "--conf", "spark.local.dir=" + directory)
                .withArguments(options.toArray(String[]::new))
                .withArguments(jar.toString())
                .withArguments(arguments)
                .withJvmOptions("-Xmx128m", "-XX:+UseSerialGC")
                .withEnvironment("SPARK_LOCAL_IP", "127.0.0.1");
        return JavaProcess.start(command, home.resolve(name + ".log"), clock);
    }

    private String checkpoint() {
        return home.resolve("checkpoint").toUri().toString();
    }

    private JavaProcess wordCount(String name, LineFeeder feeder, String... options) throws IOException {
        return supervisor(
                name,
                List.of(options),
                WordCount.class,
                checkpoint(),
                "127.0.0.1",
                Integer.toString(feeder.port()),
                Files.createDirectories(home.resolve("output")).toString(),
                "500");
    }

    @Test
    void aStandbyTakesOverWithoutWaitingWhenADriverOrItsSupervisorDies() throws Exception {
        FeedText text = new FeedText(17, 8_000);
        try (LineFeeder feeder = LineFeeder.start(text, 200, 0, clock);
                JavaProcess first = wordCount("one", feeder);
                JavaProcess second = wordCount("two", feeder)) {
            awaitOutput(feeder, 500);
            ProcessHandle driver = leader();
            JavaProcess its = parentOf(driver).equals(first.pid()) ? first : second;
            JavaProcess other = its == first ? second : first;

            driver.destroyForcibly();
            awaitTakeover(other, clock.nanoTime());
            await().atMost(LIMIT).until(() -> drivers(its).size() == 1);

            ProcessHandle orphan = leader();
            long killed = clock.nanoTime();
            other.kill();
            await().atMost(LIMIT).until(() -> !orphan.isAlive());
            awaitTakeover(its, killed);

            await().atMost(LIMIT).until(() -> feeder.progress().complete());
            await().atMost(LIMIT).untilAsserted(() -> {
                Verdict verdict = WordCounts.of(text).judge(latestCounts());
                assertTrue(verdict.correct(), () -> verdict.describe(10));
            });
            assertEquals(List.of(), feeder.violations());

            ProcessHandle last = leader();
            its.terminate();
            assertEquals(128 + 15, its.awaitExit(LIMIT), its::tail);
            await().atMost(LIMIT).until(() -> !last.isAlive());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cold", "warm"})
    void leadershipIsHandedOverOnPurpose(String kind) throws Exception {
        assertEquals(HaStatusCommand.NO_LEADER, run("failover"));
        FeedText text = new FeedText(18, 4_000);
        try (LineFeeder feeder = LineFeeder.start(text, 200, 0, clock);
                JavaProcess first = wordCount("one", feeder, "--standby", kind)) {
            awaitOutput(feeder, 100);
            assertEquals(1, run("failover"));
            assertTrue(said.toString().contains("has no standby"), said::toString);
            try (JavaProcess second = wordCount("two", feeder, "--standby=" + kind)) {
                awaitStandby(kind);
                assertEquals("leading", answer().at("/leader/readiness").asText());
                assertEquals(1, answer().get("epoch").asLong());
                String leader = answer().at("/leader/candidate").asText();
                String standby = answer().at("/standbys/0/candidate").asText();
                ProcessHandle driver = leader();

                assertEquals(0, run("failover"), said::toString);
                System.out.print(said);
                assertTrue(said.toString().contains("epoch 2 on "), said::toString);
                assertEquals(second.pid(), parentOf(leader()));
                await().atMost(LIMIT).until(() -> !driver.isAlive());

                awaitStandby(kind);
                assertEquals(standby, answer().at("/leader/candidate").asText());
                JsonNode steps = answer().at("/takeovers/1/steps");
                assertEquals(
                        List.of("noticed", "elected", "fenced", "loaded", "first batch"),
                        steps.findValuesAsText("step").subList(0, 5));
                assertEquals(
                        leader + ": it was asked to hand over",
                        steps.at("/0/detail").asText());
                assertEquals(1, drivers(first).size(), "a standby again");

                await().atMost(LIMIT).until(() -> feeder.progress().complete());
                await().atMost(LIMIT).untilAsserted(() -> {
                    Verdict verdict = WordCounts.of(text).judge(latestCounts());
                    assertTrue(verdict.correct(), () -> verdict.describe(10));
                });
                assertEquals(List.of(), feeder.violations());
                first.terminate();
                second.terminate();
                assertEquals(128 + 15, first.awaitExit(LIMIT), first::tail);
                assertEquals(128 + 15, second.awaitExit(LIMIT), second::tail);
            }
        }
    }

    /** Waits for a standby that shows itself, with copies of all state where it is warm. */
    private void awaitStandby(String kind) {
        await().atMost(LIMIT).until(() -> run("status") == 0 && isReady(answer().at("/standbys/0"), kind));
    }

    private static boolean isReady(JsonNode standby, String kind) {
        boolean hasCopies = standby.path("partitions").asInt() > 0
                && standby.path("partitions").equals(standby.path("copies"));
        return standby.path("readiness").asText().equals(kind)
                && standby.path("host").isTextual()
                && (kind.equals("cold") || hasCopies);
    }

    /** Runs a command below {@code ha} in this process. */
    private int run(String command) {
        said.getBuffer().setLength(0);
        List<String> words = new ArrayList<>(List.of("ha", command));
        words.addAll(List.of("--zookeeper", ensemble.connectString(), "--checkpoint", checkpoint()));
        if (command.equals("status")) {
            words.addAll(List.of("-o", "json"));
        } else {
            words.addAll(List.of("--timeout", "20"));
        }
        return Main.commandLine()
                .setOut(new PrintWriter(said, true))
                .setErr(new PrintWriter(said, true))
                .execute(words.toArray(String[]::new));
    }

    private JsonNode answer() throws IOException {
        return new ObjectMapper().readTree(said.toString());
    }

    @Test
    void aDriverThatCrashesAgainAndAgainIsGivenUpWithItsLastErrors() throws Exception {
        try (JavaProcess supervisor = supervisor("one", List.of("--max-crashes", "2"), Crashing.class)) {
            assertEquals(ExitCodes.GAVE_UP, supervisor.awaitExit(LIMIT), supervisor::tail);
            String said = Files.readString(supervisor.log());
            assertTrue(said.contains("crashed more than 2 times"), said);
            assertTrue(said.contains("it ended with exit code 3"), said);
            assertTrue(said.contains("cannot go on"), said);
        }
        try (Stream<Path> logs = Files.list(home.resolve("one/logs"))) {
            assertEquals(3, logs.count());
        }
    }

    @Test
    void anApplicationThatEndsByItselfIsNotStartedAgain() throws Exception {
        try (JavaProcess supervisor = supervisor("one", List.of(), Ending.class, "--like", "an-option")) {
            assertEquals(0, supervisor.awaitExit(LIMIT), supervisor::tail);
        }
        try (Stream<Path> logs = Files.list(home.resolve("one/logs"))) {
            assertTrue(Files.readString(logs.findFirst().orElseThrow()).contains("given --like an-option"));
        }
    }

    /** An application that cannot go on. */
    static final class Crashing {
        public static void main(String[] args) {
            System.out.println("cannot go on");
            System.exit(3);
        }
    }

    /** An application that has nothing to do. */
    static final class Ending {
        public static void main(String[] args) {
            System.out.println("given " + String.join(" ", args));
        }
    }

    private void awaitTakeover(JavaProcess by, long sinceNanos) {
        await().atMost(LIMIT).until(() -> parentOf(leader()).equals(by.pid()));
        Duration took = Duration.ofNanos(clock.nanoTime() - sinceNanos);
        System.out.println("from kill to the claim of the standby, ms: " + took.toMillis());
        assertTrue(took.compareTo(SESSION) < 0, () -> "it took " + took);
    }

    /** The driver that has begun the last epoch, dead or alive. */
    private ProcessHandle leader() throws IOException {
        try (Storage storage = Storages.open(checkpoint(), new Configuration(), clock)) {
            List<DriverStart> starts = BatchLog.read(storage).state().ledger();
            String writer = starts.get(starts.size() - 1).writer().value();
            return ProcessHandle.of(Long.parseLong(writer.substring(0, writer.indexOf('-'))))
                    .orElse(ProcessHandle.current());
        }
    }

    private static Long parentOf(ProcessHandle process) {
        return process.parent().map(ProcessHandle::pid).orElse(0L);
    }

    private static List<ProcessHandle> drivers(JavaProcess supervisor) {
        return ProcessHandle.of(supervisor.pid()).stream()
                .flatMap(ProcessHandle::children)
                .toList();
    }

    private void awaitOutput(LineFeeder feeder, long acknowledged) {
        await().atMost(LIMIT)
                .until(() -> feeder.progress().acknowledged() >= acknowledged
                        && !latestCounts().isEmpty());
    }

    /** The counts after the last batch; none when they are replaced by later ones at this moment. */
    private Map<String, Long> latestCounts() throws IOException {
        Map<String, Long> counts = new HashMap<>();
        try (Stream<Path> files = Files.list(home.resolve("output"))) {
            Optional<Path> last =
                    files.filter(file -> file.toString().endsWith(".tsv")).max(Comparator.naturalOrder());
            if (last.isPresent()) {
                for (String line : Files.readAllLines(last.get())) {
                    int tab = line.indexOf('\t');
                    counts.put(line.substring(0, tab), Long.parseLong(line.substring(tab + 1)));
                }
            }
        } catch (NoSuchFileException e) {
            return Map.of();
        }
        return counts;
    }
}
