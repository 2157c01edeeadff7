package io.durastream.bench.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class CountOptionsTest {

    @Test
    void readsNumbersAsTheyAreSaid() {
        CountOptions options = parsed("--keys", "500,100k,5M", "--records", "2k");
        List<Long> keys = options.keys(List.of(1L));
        assertEquals(List.of(500L, 100_000L, 5_000_000L), keys);
        assertEquals(
                List.of("500", "100k", "5m"),
                keys.stream().map(CountOptions::label).toList());
        assertEquals(2_000, options.records());
        assertEquals(List.of(1L), parsed().keys(List.of(1L)));
    }

    @Test
    void choosesAmongContendersAndSetsOnlyDurastream() {
        CountOptions options = parsed("--only", "structured,durastream", "--conf", "a=b", "--conf", "c=d");
        assertEquals(List.of(Contender.DURASTREAM, Contender.STRUCTURED), options.among(List.of(Contender.values())));
        assertEquals(Map.of("a", "b", "c", "d"), options.settings(Contender.DURASTREAM));
        assertEquals(Map.of(), options.settings(Contender.STRUCTURED));
    }

    @Test
    void namesWhatItDoesNotUnderstand() {
        var number = assertThrows(
                RuntimeException.class, () -> parsed("--keys", "1g").keys(List.of()));
        assertTrue(number.toString().contains("1g"), number.toString());
        var contender = assertThrows(
                RuntimeException.class, () -> parsed("--only", "flink").among(List.of()));
        assertTrue(contender.toString().contains("spark-batch"), contender.toString());
    }

    private static CountOptions parsed(String... arguments) {
        CountOptions options = new CountOptions();
        new CommandLine(CommandLine.Model.CommandSpec.create()
                        .addMixin("options", CommandLine.Model.CommandSpec.forAnnotatedObject(options)))
                .parseArgs(arguments);
        return options;
    }
}
