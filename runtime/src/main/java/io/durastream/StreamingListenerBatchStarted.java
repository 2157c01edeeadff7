package io.durastream;

/** The first output operation of a batch begins. */
public record StreamingListenerBatchStarted(BatchInfo batchInfo) {}
