package io.durastream.chaos.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.chaos.workload.Sabotage.Kind;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SabotageTest {

    @TempDir
    Path directory;

    @Test
    void failsWhileToldToAndSaysSo() throws Exception {
        Sabotage sabotage = new Sabotage(directory.resolve("s").toString());
        assertEquals("record", sabotage.pass("record"));

        sabotage.tell(Kind.TASK_FAILS);
        assertFalse(sabotage.happened(Kind.TASK_FAILS));
        assertThrows(IllegalStateException.class, () -> sabotage.pass("record"));
        assertTrue(sabotage.happened(Kind.TASK_FAILS));

        sabotage.end(Kind.TASK_FAILS);
        assertEquals("record", sabotage.pass("record"));
        sabotage.tell(Kind.TASK_FAILS);
        assertFalse(sabotage.happened(Kind.TASK_FAILS), "an earlier time does not count");
    }

    @Test
    void isSlowOnlyWhenTold() throws Exception {
        Sabotage sabotage = new Sabotage(directory.resolve("s").toString());
        sabotage.tell(Kind.TASK_IS_SLOW);
        assertEquals("record", sabotage.pass("record"));
        assertTrue(sabotage.happened(Kind.TASK_IS_SLOW));
        assertFalse(sabotage.happened(Kind.TASK_FAILS));
    }
}
