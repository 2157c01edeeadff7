package io.durastream;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A batch, as far as it has come. Times are in milliseconds since 1970, delays in milliseconds, and both are -1 where
 * not yet known.
 *
 * @param batchTime its time
 * @param streamIdToInputInfo its input, by the id of the input stream
 * @param submissionTime when its jobs were queued
 * @param processingStartTime when its processing began: keyed state advances first, then output operations run
 * @param processingEndTime when its last output operation ended
 * @param outputOperationInfos its output operations by id, which counts from 0 in the order of their definition
 */
public record BatchInfo(
        Time batchTime,
        Map<Integer, StreamInputInfo> streamIdToInputInfo,
        long submissionTime,
        long processingStartTime,
        long processingEndTime,
        Map<Integer, OutputOperationInfo> outputOperationInfos) {

    /**
     * Copies the maps.
     *
     * @param batchTime the time of the batch
     * @param streamIdToInputInfo its input, by the id of the input stream
     * @param submissionTime when its jobs were queued, or -1
     * @param processingStartTime when its processing began, or -1
     * @param processingEndTime when its last output operation ended, or -1
     * @param outputOperationInfos its output operations by id
     */
    public BatchInfo {
        streamIdToInputInfo = Collections.unmodifiableSortedMap(new TreeMap<>(streamIdToInputInfo));
        outputOperationInfos = Collections.unmodifiableSortedMap(new TreeMap<>(outputOperationInfos));
    }

    /**
     * How long the batch waited for earlier ones: from its submission to the start of its processing.
     *
     * @return in milliseconds, or -1
     */
    public long schedulingDelay() {
        return span(submissionTime, processingStartTime);
    }

    /**
     * How long it took, from the start of its processing to the end of the last output operation.
     *
     * @return in milliseconds, or -1
     */
    public long processingDelay() {
        return span(processingStartTime, processingEndTime);
    }

    /**
     * From submission to the end of processing: the sum of both delays.
     *
     * @return in milliseconds, or -1
     */
    public long totalDelay() {
        return span(submissionTime, processingEndTime);
    }

    /** {@return how many records it has, over all inputs} */
    public long numRecords() {
        return streamIdToInputInfo.values().stream()
                .mapToLong(StreamInputInfo::numRecords)
                .sum();
    }

    private static long span(long from, long to) {
        return from < 0 || to < 0 ? -1 : to - from;
    }
}
