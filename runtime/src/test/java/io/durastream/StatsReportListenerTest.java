package io.durastream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StatsReportListenerTest {

    @Test
    void tellsTheQuantilesOfTheLastBatches() {
        StatsReportListener listener = new StatsReportListener(3);
        for (int millis : new int[] {900, 30, 10, 20}) {
            listener.onBatchCompleted(new StreamingListenerBatchCompleted(
                    new BatchInfo(new Time(1000), Map.of(), 1000, 1005, 1005 + millis, Map.of())));
        }

        assertEquals(
                "0%: 10, 5%: 10, 10%: 10, 25%: 10, 50%: 20, 75%: 20, 90%: 20, 95%: 20, 100%: 30",
                listener.quantiles(BatchInfo::processingDelay));
        assertEquals(
                "0%: 15, 5%: 15, 10%: 15, 25%: 15, 50%: 25, 75%: 25, 90%: 25, 95%: 25, 100%: 35",
                listener.quantiles(BatchInfo::totalDelay));
    }

    @Test
    void refusesAReportOnNothing() {
        assertThrows(IllegalArgumentException.class, () -> new StatsReportListener(0));
    }
}
