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
public record Sample(long wallMillis, long epoch, long sequence, long committedMillis, int pending) {}
