package io.durastream;

/** The last output operation of a batch has ended, well or not. */
public record StreamingListenerBatchCompleted(BatchInfo batchInfo) {}
