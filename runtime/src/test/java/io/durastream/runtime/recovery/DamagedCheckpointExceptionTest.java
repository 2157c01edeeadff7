package io.durastream.runtime.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.durastream.storage.DamagedFileException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class DamagedCheckpointExceptionTest {

    private static String explained(String file) {
        Exception failure = new IOException("a batch failed", new DamagedFileException(file, 17, "expected a frame"));
        Exception explained = DamagedCheckpointException.explain(failure);
        assertInstanceOf(DamagedCheckpointException.class, explained);
        assertSame(failure, explained.getCause());
        return String.valueOf(explained.getMessage());
    }

    @Test
    void leavesOtherFailuresAlone() {
        Exception failure = new IOException("disk full");
        assertSame(failure, DamagedCheckpointException.explain(failure));
    }

    @Test
    void namesFileOffsetAndExpectation() {
        String message = explained("batches/00000000000000000018.entry");
        assertTrue(
                message.startsWith("Damaged file batches/00000000000000000018.entry at offset 17: expected a frame. "),
                message);
        assertTrue(message.contains("start in an empty directory"), message);
    }

    @Test
    void namesTheOperatorToGiveUp() {
        String message = explained("state/counts/0/sst/1-driver.sst");
        assertTrue(message.contains("durastream.recovery.drop=counts: its state begins anew"), message);
        message = explained("received/lines/0000000001-0000000001/00000000.seg");
        assertTrue(message.contains("durastream.recovery.drop=lines: what was received"), message);
    }

    @Test
    void saysHowToDoWithoutTheGraph() {
        String message = explained("graph/0abc");
        assertEquals(1, message.split("createOnError = true", -1).length - 1, message);
    }
}
