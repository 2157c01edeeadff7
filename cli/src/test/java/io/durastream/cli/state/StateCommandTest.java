package io.durastream.cli.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.durastream.checkpoint.BatchLog;
import io.durastream.checkpoint.BatchLogOptions;
import io.durastream.checkpoint.BatchRecord;
import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.Bytes;
import io.durastream.checkpoint.CommitOutcome;
import io.durastream.checkpoint.GraphFiles;
import io.durastream.checkpoint.OperatorId;
import io.durastream.checkpoint.OperatorInfo;
import io.durastream.checkpoint.StateEntry;
import io.durastream.checkpoint.WriterId;
import io.durastream.cli.Main;
import io.durastream.statestore.KryoSerializers;
import io.durastream.statestore.StateId;
import io.durastream.statestore.StateOwner;
import io.durastream.statestore.StateRef;
import io.durastream.statestore.StateStore;
import io.durastream.statestore.StateStoreOptions;
import io.durastream.statestore.StateTransaction;
import io.durastream.statestore.StateVersion;
import io.durastream.storage.Clock;
import io.durastream.storage.Storage;
import io.durastream.storage.StoragePath;
import io.durastream.storage.Storages;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.tools.ToolProvider;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class StateCommandTest {

    private static final StoragePath ROOT = StoragePath.of("state");

    private static final BatchTime FIRST = BatchTime.of(1_000);

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void listsTheOperatorsThatHaveState() throws Exception {
        commit(Map.of("totals", Map.of("a", 1L)));
        assertEquals(0, run("ls"), err::toString);
        assertEquals(List.of("OPERATOR|PARTITIONS|NAME", "totals|1|what totals is"), lines());
        assertEquals(0, run("ls", "-o", "json"), err::toString);
        assertEquals("totals", json().get(0).get("operator").asText());
        assertEquals(1, json().get(0).get("partitions").asInt());
    }

    @Test
    void getsTheStateOfAKey() throws Exception {
        commit(Map.of("totals", Map.of("a", 1L, "b", List.of(2, 3)), "numbers", Map.of(7L, "seven")));
        assertEquals(0, run("get", "--operator", "totals", "b"), err::toString);
        assertEquals(List.of("KEY|VALUE", "b|[2, 3]"), lines());
        assertEquals(0, run("get", "--operator", "numbers", "--key-type", "long", "-o", "json", "7"), err::toString);
        assertEquals("numbers", json().get("operator").asText());
        assertEquals(1_000, json().get("batch").asLong());
        JsonNode entry = json().get("entries").get(0);
        assertEquals(7, entry.get("key").asLong());
        assertEquals("seven", entry.get("value").asText());
    }

    @Test
    void saysWithACodeOfItsOwnThatAKeyHasNoState() throws Exception {
        commit(Map.of("numbers", Map.of(7L, "seven")));
        assertEquals(3, run("get", "--operator", "numbers", "7"));
        assertEquals("", out.toString());
        assertTrue(err.toString().contains("has no state of the string '7' after batch 1000"), err::toString);
        assertTrue(err.toString().contains("--key-type"), err::toString);
    }

    @Test
    void scansAsMuchAsItIsTold() throws Exception {
        Map<Object, Object> many = new HashMap<>();
        IntStream.range(0, 2_500).forEach(i -> many.put("key" + i, (long) i));
        commit(Map.of("totals", many));
        assertEquals(0, run("scan", "--operator", "totals"), err::toString);
        assertEquals(1 + 100 + 1, lines().size());
        assertEquals("There are more: --limit 0 shows all.", lines().get(101));
        assertEquals(0, run("scan", "--operator", "totals", "--limit", "0"), err::toString);
        List<String> shown = new ArrayList<>(lines());
        shown.removeIf("KEY|VALUE"::equals);
        shown.sort(null);
        assertEquals(
                many.entrySet().stream()
                        .map(entry -> entry.getKey() + "|" + entry.getValue())
                        .sorted()
                        .toList(),
                shown);
        assertEquals(0, run("scan", "--operator", "totals", "-o", "json", "--limit", "2500"), err::toString);
        assertEquals(2_500, json().get("entries").size());
        assertTrue(json().get("complete").asBoolean());
        assertEquals(0, run("scan", "--operator", "totals", "-o", "json", "--limit", "2499"), err::toString);
        assertFalse(json().get("complete").asBoolean());
    }

    @Test
    void readsAnEarlierBatchThatIsRetained() throws Exception {
        commit(Map.of("totals", Map.of("a", 1L)), Map.of("totals", Map.of("a", 2L)));
        assertEquals(0, run("get", "--operator", "totals", "a"), err::toString);
        assertEquals("a|2", lines().get(1));
        assertEquals(0, run("get", "--operator", "totals", "--batch", "1000", "a"), err::toString);
        assertEquals("a|1", lines().get(1));
        assertEquals(2, run("get", "--operator", "totals", "--batch", "1500", "a"));
        assertTrue(err.toString().contains("Batch 1500 ms is not retained. Retained batches: "), err::toString);
    }

    @Test
    void findsClassesOfTheApplicationOnTheClassPathThatItIsGiven() throws Exception {
        Path classes =
                compile("Visit", "public class Visit { int n = 5; public String toString() { return n + \"!\"; } }");
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            Thread.currentThread().setContextClassLoader(loader);
            commit(Map.of(
                    "visits",
                    Map.of("a", loader.loadClass("Visit").getConstructor().newInstance())));
        } finally {
            Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
        }
        assertEquals(1, run("get", "--operator", "visits", "a"));
        assertTrue(err.toString().contains("Visit"), err::toString);
        assertEquals(1, err.toString().lines().count(), err::toString);
        assertEquals(0, run("get", "--operator", "visits", "--classpath", classes.toString(), "a"), err::toString);
        assertEquals("a|5!", lines().get(1));
        assertEquals(2, run("get", "--operator", "visits", "--classpath", "/nowhere", "a"));
        assertTrue(err.toString().contains("There is no /nowhere"), err::toString);
    }

    @Test
    void saysWhatIsWrongInALine() throws Exception {
        assertEquals(1, run("ls"));
        assertTrue(err.toString().startsWith("ls: There is no checkpoint in "), err::toString);
        commit(Map.of("totals", Map.of("a", 1L)));
        assertEquals(2, run("scan", "--operator", "total"));
        assertTrue(err.toString().contains("Operators with state: [totals]"), err::toString);
        assertEquals(2, run("get", "--operator", "totals", "--key-type", "integer", "x"));
        assertTrue(err.toString().contains("Expected a key of type integer, got 'x'"), err::toString);
        assertEquals(2, run("scan", "--operator", "totals", "--limit", "-1"));
    }

    private Path compile(String name, String source) throws Exception {
        Path file = Files.writeString(directory.resolve(name + ".java"), source);
        Path classes = Files.createDirectory(directory.resolve("classes"));
        assertEquals(
                0,
                ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", classes.toString(), file.toString()));
        return classes;
    }

    /** An application that commits a batch a second, in which the operators get these entries. */
    @SafeVarargs
    private void commit(Map<String, Map<?, ?>>... batches) throws Exception {
        try (Storage storage = Storages.open(checkpoint(), new Configuration(), Clock.system())) {
            BatchLog log =
                    BatchLog.claim(storage, WriterId.of("w"), "host", Clock.system(), BatchLogOptions.defaults());
            List<OperatorInfo> operators = batches[0].keySet().stream()
                    .map(id -> new OperatorInfo(
                            OperatorId.of(id), OperatorInfo.Kind.STATE, "what " + id + " is", "", true))
                    .toList();
            append(log, new BatchRecord.ApplicationStarted(GraphFiles.digestOf(new byte[0]), 0, 1, operators));
            try (StateStore store = StateStore.open(
                    storage,
                    ROOT,
                    directory.resolve("local"),
                    new StateOwner(log.epoch(), "i", "here"),
                    StateStoreOptions.defaults(),
                    Clock.system())) {
                Map<String, StateRef> latest = new HashMap<>();
                for (int batch = 1; batch <= batches.length; batch++) {
                    BatchTime time = BatchTime.of(batch * 1_000L);
                    append(log, new BatchRecord.Planned(time, List.of()));
                    List<StateEntry> advanced = new ArrayList<>();
                    for (Map.Entry<String, Map<?, ?>> operator : batches[batch - 1].entrySet()) {
                        StateRef ref = put(storage, store, operator.getKey(), latest, operator.getValue());
                        advanced.add(new StateEntry(OperatorId.of(operator.getKey()), 0, Bytes.of(ref.toBytes())));
                    }
                    append(log, new BatchRecord.Committed(time, advanced, List.of(), FIRST, FIRST));
                }
            }
        }
    }

    private static StateRef put(
            Storage storage, StateStore store, String operator, Map<String, StateRef> latest, Map<?, ?> entries)
            throws Exception {
        KryoSerializers kryo = KryoSerializers.stored(storage, ROOT, each -> {});
        try (StateTransaction<Object, Object> transaction = store.begin(
                new StateId(operator, 0),
                latest.get(operator),
                StateVersion.of(latest.size() + 1),
                kryo.keys(operator),
                kryo.values())) {
            entries.forEach(transaction::put);
            StateRef ref = transaction.commit();
            latest.put(operator, ref);
            return ref;
        }
    }

    private static void append(BatchLog log, BatchRecord record) {
        assertTrue(log.append(List.of(record)) instanceof CommitOutcome.Committed);
    }

    private String checkpoint() {
        return directory.resolve("checkpoint").toUri().toString();
    }

    private List<String> lines() {
        return out.toString().lines().map(line -> line.replaceAll(" {2,}", "|")).toList();
    }

    private JsonNode json() throws Exception {
        return new ObjectMapper().readTree(out.toString());
    }

    private int run(String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine command =
                Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        List<String> all = new ArrayList<>(List.of("state", words[0], "--checkpoint", checkpoint()));
        all.addAll(Arrays.asList(words).subList(1, words.length));
        return command.execute(all.toArray(String[]::new));
    }
}
