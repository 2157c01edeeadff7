package io.durastream.recovery.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.DStream;
import io.durastream.Durations;
import io.durastream.MapWithStateDStream;
import io.durastream.PairDStream;
import io.durastream.State;
import io.durastream.StateSpec;
import io.durastream.StreamingContext;
import io.durastream.Time;
import io.durastream.chaos.cluster.StandaloneCluster;
import io.durastream.recovery.cluster.Race.Winner;
import io.durastream.recovery.process.Numbers;
import io.durastream.storage.Clock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.Optional;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.TaskInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/**
 * On a standalone cluster with speculation, tasks that update state are raced: the original or its copy wins, and the one
 * that lost commits its state all the same, later. The state is as if there had been one attempt, also when it is read
 * again by other executors.
 */
@Timeout(180)
final class SpeculationRecoveryIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int KEYS = 8;

    /**
     * The numbers whose tasks are raced, and who is to win. All have the same key: the copy that wins finds on its executor
     * what the copy that lost left there.
     */
    private static final Map<Long, Winner> UPDATE_RACES = Map.of(11L, Winner.ORIGINAL, 27L, Winner.COPY);

    private static final Map<Long, Winner> MAPPING_RACES = Map.of(43L, Winner.ORIGINAL, 59L, Winner.COPY);

    private static final NavigableMap<Time, List<Long>> INPUTS = new ConcurrentSkipListMap<>();
    private static final NavigableMap<Time, Map<String, Long>> UPDATED = new ConcurrentSkipListMap<>();
    private static final NavigableMap<Time, Map<String, Long>> MAPPED = new ConcurrentSkipListMap<>();

    private final Collection<TaskInfo> ended = new ConcurrentLinkedQueue<>();

    @TempDir(factory = UnderTarget.class, cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    @Test
    void appliesEachRecordOnceWhicheverAttemptWins() throws Exception {
        Race race = new Race(Files.createDirectories(directory.resolve("race")).toString());
        try (StandaloneCluster cluster = StandaloneCluster.start(directory.resolve("spark"), 2, 2, Clock.system())) {
            try (StreamingContext context = recoverOrDefine(cluster, race)) {
                context.sparkContext().sc().addSparkListener(endsOfTasks());
                context.start();
                await().atMost(PATIENCE).until(() -> areOver(race) && reached(80));
            }
            requireRaces();
            int before = MAPPED.size();
            try (StreamingContext context = recoverOrDefine(cluster, race)) {
                context.start();
                await().atMost(PATIENCE).until(() -> MAPPED.size() >= before + 3);
            }
        }
        assertStateIsThatOfTheInputs();
    }

    private StreamingContext recoverOrDefine(StandaloneCluster cluster, Race race) {
        String checkpoint = directory.resolve("checkpoint").toUri().toString();
        return StreamingContext.getOrCreate(checkpoint, () -> {
            StreamingContext context = new StreamingContext(conf(cluster), Durations.seconds(1));
            context.checkpoint(checkpoint);
            define(context, race);
            return context;
        });
    }

    private static SparkConf conf(StandaloneCluster cluster) {
        SparkConf conf = new SparkConf(false)
                .setMaster(cluster.master())
                .setAppName("speculation")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.ui.enabled", "false")
                .set("spark.executor.memory", "512m")
                .set("spark.default.parallelism", "4")
                .set("spark.scheduler.minRegisteredResourcesRatio", "1.0")
                .set("spark.locality.wait", "100ms")
                .set("spark.speculation", "true")
                .set("spark.speculation.interval", "100ms")
                .set("spark.speculation.minTaskRuntime", "200ms")
                .set("spark.speculation.quantile", "0.5")
                .set("durastream.fenced.action", "stop");
        StandaloneCluster.executorOptions(System.getProperty("java.class.path")).forEach(conf::set);
        return conf;
    }

    private static void define(StreamingContext context, Race race) {
        DStream<Long> numbers = context.inputStream(new Numbers());
        numbers.foreachRDD((rdd, time) -> INPUTS.put(time, rdd.collect()));
        PairDStream<String, Long> keyed = numbers.mapToPair(number -> new Tuple2<>("key-" + number % KEYS, number));
        keyed.<Long>updateStateByKey((values, before) -> update(race, values, before))
                .foreachRDD((rdd, time) -> UPDATED.put(time, table(rdd)));
        MapWithStateDStream<String, Long, Long, Long> mapped =
                keyed.mapWithState(StateSpec.function((time, key, value, before) -> map(race, value, before)));
        mapped.foreachRDD(rdd -> rdd.count());
        mapped.stateSnapshots().foreachRDD((rdd, time) -> MAPPED.put(time, table(rdd)));
    }

    private static Optional<Long> update(Race race, List<Long> numbers, Optional<Long> before) {
        long sum = before.orElse(0L);
        for (long number : numbers) {
            race(race, "update-" + number, UPDATE_RACES.get(number));
            sum += number;
        }
        return Optional.of(sum);
    }

    private static Optional<Long> map(Race race, Optional<Long> number, State<Long> sum) {
        race(race, "mapping-" + number.get(), MAPPING_RACES.get(number.get()));
        sum.update((sum.exists() ? sum.get() : 0) + number.get());
        return Optional.of(sum.get());
    }

    private static void race(Race race, String name, @Nullable Winner winner) {
        if (winner != null) {
            race.run(name, winner);
        }
    }

    private static Map<String, Long> table(JavaPairRDD<String, Long> state) {
        return new TreeMap<>(state.collectAsMap());
    }

    private SparkListener endsOfTasks() {
        return new SparkListener() {
            @Override
            public void onTaskEnd(SparkListenerTaskEnd end) {
                ended.add(end.taskInfo());
            }
        };
    }

    private static boolean areOver(Race race) {
        return UPDATE_RACES.keySet().stream().allMatch(number -> race.isOver("update-" + number))
                && MAPPING_RACES.keySet().stream().allMatch(number -> race.isOver("mapping-" + number));
    }

    private static boolean reached(long number) {
        return INPUTS.values().stream().flatMap(List::stream).anyMatch(read -> read >= number);
    }

    /** Spark itself says who won: of the copies of the slow tasks, as many as were to. */
    private void requireRaces() {
        List<TaskInfo> copies = ended.stream().filter(TaskInfo::speculative).toList();
        long won = copies.stream().filter(TaskInfo::successful).count();
        long killedOriginals = ended.stream()
                .filter(task -> !task.speculative() && task.killed())
                .count();
        System.out.printf(
                "speculative copies %d, of which %d won; originals killed %d%n", copies.size(), won, killedOriginals);
        assertTrue(copies.size() >= 4, "raced tasks without a copy");
        assertTrue(won >= 2 && killedOriginals >= 2, "the copy was to win two races");
        assertTrue(won < copies.size(), "the original was to win two races");
    }

    private static void assertStateIsThatOfTheInputs() {
        Map<String, Long> sums = new TreeMap<>();
        List<Long> read = new ArrayList<>();
        for (Map.Entry<Time, List<Long>> batch :
                INPUTS.headMap(MAPPED.lastKey(), true).entrySet()) {
            for (long number : batch.getValue()) {
                assertEquals(read.size(), number, "in batch " + batch.getKey());
                read.add(number);
                sums.merge("key-" + number % KEYS, number, Long::sum);
            }
            assertEquals(sums, UPDATED.get(batch.getKey()), "updateStateByKey at " + batch.getKey());
            assertEquals(sums, MAPPED.get(batch.getKey()), "mapWithState at " + batch.getKey());
        }
    }
}
