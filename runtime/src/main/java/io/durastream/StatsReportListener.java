package io.durastream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs, at INFO after each batch, how the total delay and the processing time of the last batches are distributed: quantiles
 * in milliseconds.
 */
public class StatsReportListener extends StreamingListener {

    private static final Logger LOG = LoggerFactory.getLogger(StatsReportListener.class);

    private final int numBatchInfos;
    private final Deque<BatchInfo> last = new ArrayDeque<>();

    /** Reports on the last ten batches. */
    public StatsReportListener() {
        this(10);
    }

    /**
     * Reports on the last so many batches.
     *
     * @param numBatchInfos how many batches, at least one
     * @throws IllegalArgumentException when it is less than one
     */
    public StatsReportListener(int numBatchInfos) {
        if (numBatchInfos < 1) {
            throw new IllegalArgumentException("A report is on at least one batch, got " + numBatchInfos);
        }
        this.numBatchInfos = numBatchInfos;
    }

    /** Takes the batch into account and logs the report. */
    @Override
    public void onBatchCompleted(StreamingListenerBatchCompleted batchCompleted) {
        last.addLast(batchCompleted.batchInfo());
        if (last.size() > numBatchInfos) {
            last.removeFirst();
        }
        LOG.info("Total delay of the last {} batches, ms: {}", last.size(), quantiles(BatchInfo::totalDelay));
        LOG.info("Processing time of the last {} batches, ms: {}", last.size(), quantiles(BatchInfo::processingDelay));
    }

    /** {@code 0%: 12, 5%: 12, … 100%: 48}; batches that do not know theirs are left out. */
    String quantiles(ToLongFunction<BatchInfo> millis) {
        List<Long> sorted = last.stream()
                .mapToLong(millis)
                .filter(value -> value >= 0)
                .sorted()
                .boxed()
                .toList();
        if (sorted.isEmpty()) {
            return "none";
        }
        return LongStream.of(0, 5, 10, 25, 50, 75, 90, 95, 100)
                .mapToObj(percent -> percent + "%: " + sorted.get((int) ((sorted.size() - 1) * percent / 100)))
                .collect(Collectors.joining(", "));
    }
}
