package io.durastream;

/** An output operation begins. */
public record StreamingListenerOutputOperationStarted(OutputOperationInfo outputOperationInfo) {}
