package io.durastream.runtime.ha;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.ha.ZooKeeperSettings;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

final class ElectionPathTest {

    private static final ZooKeeperSettings ZOOKEEPER = ZooKeeperSettings.of("zk1:2181/prod");

    private static String of(String directory) throws IOException {
        return ElectionPath.of(ZOOKEEPER, directory, new Configuration()).leader();
    }

    @Test
    void isTheSameHoweverTheDirectoryIsWritten() throws IOException {
        String path = of("file:/data/words");
        assertTrue(path.matches("/prod/durastream/words-[0-9a-f]{16}/leader"), path);
        assertEquals(path, of("file:///data/words/"));
        assertEquals(path, of("/data/words"));
        assertEquals(
                path.substring("/prod".length()),
                ElectionPath.of(ZooKeeperSettings.of("zk1:2181"), "file:/data/words", new Configuration())
                        .leader());
    }

    @Test
    void isAnotherForAnotherDirectory() throws IOException {
        assertNotEquals(of("file:/data/words"), of("file:/other/words"));
        assertTrue(of("file:/data/a b.c").startsWith("/prod/durastream/a_b_c-"));
    }
}
