package io.durastream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamingInfoTest {

    @Test
    void knowsNoDelayOfABatchThatHasNotBegun() {
        BatchInfo queued = batch(1000, -1, -1);

        assertEquals(-1, queued.schedulingDelay());
        assertEquals(-1, queued.processingDelay());
        assertEquals(-1, queued.totalDelay());
    }

    @Test
    void knowsTheSchedulingDelayOfARunningBatch() {
        BatchInfo running = batch(1000, 1040, -1);

        assertEquals(40, running.schedulingDelay());
        assertEquals(-1, running.processingDelay());
        assertEquals(-1, running.totalDelay());
    }

    @Test
    void addsUpTheDelaysAndRecordsOfADoneBatch() {
        BatchInfo done = batch(1000, 1040, 1100);

        assertEquals(40, done.schedulingDelay());
        assertEquals(60, done.processingDelay());
        assertEquals(100, done.totalDelay());
        assertEquals(7, done.numRecords());
    }

    @Test
    void isASnapshot() {
        Map<Integer, StreamInputInfo> inputs = batch(1, 2, 3).streamIdToInputInfo();

        assertThrows(UnsupportedOperationException.class, inputs::clear);
    }

    @Test
    void describesItsInputWhenTheStreamDoes() {
        assertEquals("two files", new StreamInputInfo(0, 0, Map.of("Description", "two files")).metadataDescription());
        assertNull(new StreamInputInfo(0, 0, Map.of()).metadataDescription());
    }

    private static BatchInfo batch(long submitted, long started, long ended) {
        return new BatchInfo(
                new Time(1000),
                Map.of(1, new StreamInputInfo(1, 3, Map.of()), 0, new StreamInputInfo(0, 4, Map.of())),
                submitted,
                started,
                ended,
                Map.of());
    }
}
