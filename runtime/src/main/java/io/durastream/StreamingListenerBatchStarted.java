package io.durastream;

/** The processing of a batch begins. */
public record StreamingListenerBatchStarted(BatchInfo batchInfo) {}
