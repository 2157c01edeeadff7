package io.durastream.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutputDirectoryTest {

    @TempDir
    Path directory;

    private void write(String name, String content) throws IOException {
        Files.writeString(directory.resolve(name), content);
    }

    @Test
    void readsTheLatestBatchOnly() throws IOException {
        write("900.tsv", "a\t1\n");
        write("1000.tsv", "a\t2\n#0\t7\n#1\t3\n");
        write("1100.tsv.tmp", "a\t3");
        Counts counts = new OutputDirectory(directory).laterThan(Counts.NONE);
        assertEquals(new Counts(1000, Map.of("a", 2L, "#0", 7L, "#1", 3L)), counts);
        assertEquals(10, counts.records());
    }

    @Test
    void hasNothingBeforeTheFirstBatch() throws IOException {
        assertSame(Counts.NONE, new OutputDirectory(directory).laterThan(Counts.NONE));
    }

    @Test
    void aBatchWrittenAgainIsNotNew() throws IOException {
        write("1000.tsv", "a\t2\n");
        var known = new Counts(1000, Map.of());
        assertSame(known, new OutputDirectory(directory).laterThan(known));
    }

    @Test
    void aWordOfTwoLinesCountsAsOftenAsBothSay() throws IOException {
        write("1000.tsv", "a\t2\na\t3\n");
        assertEquals(
                5L,
                new OutputDirectory(directory).laterThan(Counts.NONE).words().get("a"));
    }

    @Test
    void namesTheFileThatMakesNoSense() throws IOException {
        write("1000.tsv", "a 2\n");
        var error = assertThrows(IOException.class, () -> new OutputDirectory(directory).laterThan(Counts.NONE));
        assertTrue(error.toString().contains("1000.tsv"), error::toString);
    }
}
