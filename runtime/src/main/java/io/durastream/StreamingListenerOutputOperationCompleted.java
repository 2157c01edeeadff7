package io.durastream;

/** An output operation has ended, well or not. */
public record StreamingListenerOutputOperationCompleted(OutputOperationInfo outputOperationInfo) {}
