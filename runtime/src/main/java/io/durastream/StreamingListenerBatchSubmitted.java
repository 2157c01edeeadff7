package io.durastream;

/** The jobs of a batch are queued. */
public record StreamingListenerBatchSubmitted(BatchInfo batchInfo) {}
