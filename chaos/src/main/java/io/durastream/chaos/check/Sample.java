package io.durastream.chaos.check;

/**
 * What the batch log said at a moment.
 *
 * @param wallMillis the moment
 * @param epoch the last epoch that had begun
 * @param sequence the number of the last entry
 * @param committedMillis the time of the last committed batch; 0 while there is none
 * @param pending batches that were planned and not committed
 */
public record Sample(long wallMillis, long epoch, long sequence, long committedMillis, int pending) {

    /** In its time is who is not more batches behind than this. */
    private static final int BATCHES_BEHIND = 3;

    /** Whether batches were committed in their time then, with a batch every so many milliseconds. */
    public boolean isInTime(long batchMillis) {
        return committedMillis >= wallMillis - BATCHES_BEHIND * batchMillis;
    }
}
