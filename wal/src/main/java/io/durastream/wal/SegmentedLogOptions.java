package io.durastream.wal;

import java.time.Duration;

/**
 * How a log is cut and written.
 *
 * @param segmentBytes a segment that an append would make longer than this is ended and a new one begun; a single
 *     append may be longer and then has a segment of its own. Default 128 MiB, a block of HDFS.
 * @param segmentAge an append that finds its segment older than this begins a new one, so that retention can follow a
 *     slow writer. Default 60 s.
 * @param groupBytes the bytes, frame headers included, that share one flush; an append that is longer goes alone. Default 4 MiB.
 * @param appendTries how many segments an append is tried in when flushes fail, before its caller hears of it. Default
 *     3.
 * @param sealThreads how many writers are sealed at the same time; with 1 the caller's thread does it all. Default 8.
 */
public record SegmentedLogOptions(
        long segmentBytes, Duration segmentAge, int groupBytes, int appendTries, int sealThreads) {

    public SegmentedLogOptions {
        if (segmentBytes < 1 || groupBytes < 1 || appendTries < 1 || sealThreads < 1) {
            throw new IllegalArgumentException(
                    "segmentBytes, groupBytes, appendTries and sealThreads are at least 1, got " + segmentBytes + ", "
                            + groupBytes + ", " + appendTries + ", " + sealThreads);
        }
        if (segmentAge.isNegative() || segmentAge.isZero()) {
            throw new IllegalArgumentException("segmentAge is positive, got " + segmentAge);
        }
    }

    /** {@return the defaults, as said of each option} */
    public static SegmentedLogOptions defaults() {
        return new SegmentedLogOptions(128 << 20, Duration.ofSeconds(60), 4 << 20, 3, 8);
    }

    /** {@return these options with another length of segments} */
    public SegmentedLogOptions withSegmentBytes(long bytes) {
        return new SegmentedLogOptions(bytes, segmentAge, groupBytes, appendTries, sealThreads);
    }

    /** {@return these options with another age of segments} */
    public SegmentedLogOptions withSegmentAge(Duration age) {
        return new SegmentedLogOptions(segmentBytes, age, groupBytes, appendTries, sealThreads);
    }

    /** {@return these options with another size of groups} */
    public SegmentedLogOptions withGroupBytes(int bytes) {
        return new SegmentedLogOptions(segmentBytes, segmentAge, bytes, appendTries, sealThreads);
    }

    /** {@return these options with another number of tries} */
    public SegmentedLogOptions withAppendTries(int tries) {
        return new SegmentedLogOptions(segmentBytes, segmentAge, groupBytes, tries, sealThreads);
    }

    /** {@return these options with another number of threads} */
    public SegmentedLogOptions withSealThreads(int threads) {
        return new SegmentedLogOptions(segmentBytes, segmentAge, groupBytes, appendTries, threads);
    }
}
