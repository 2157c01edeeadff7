package io.durastream.runtime.ha;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.ha.ZooKeeperSettings;
import org.junit.jupiter.api.Test;

final class ElectionPathTest {

    private static final ZooKeeperSettings ZOOKEEPER = ZooKeeperSettings.of("zk1:2181/prod");

    private static String of(String directory) {
        return ElectionPath.of(ZOOKEEPER, directory).leader();
    }

    @Test
    void isTheSameHoweverTheDirectoryIsWritten() {
        String path = of("file:/data/words");
        assertTrue(path.matches("/prod/durastream/words-[0-9a-f]{16}/leader"), path);
        assertEquals(path, of("file:///data/words/"));
        assertEquals(
                path.substring("/prod".length()),
                ElectionPath.of(ZooKeeperSettings.of("zk1:2181"), "file:/data/words")
                        .leader());
    }

    @Test
    void isAnotherForAnotherDirectory() {
        assertNotEquals(of("file:/data/words"), of("file:/other/words"));
        assertNotEquals(of("hdfs://one/data/words"), of("hdfs://two/data/words"));
        assertTrue(of("file:/data/a b.c").startsWith("/prod/durastream/a_b_c-"));
    }

    @Test
    void refusesADirectoryThatMayMeanAnotherOneElsewhere() {
        assertThrows(IllegalArgumentException.class, () -> of("/data/words"));
    }
}
