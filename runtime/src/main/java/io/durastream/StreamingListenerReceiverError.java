package io.durastream;

/** A receiver reported an error. */
public record StreamingListenerReceiverError(ReceiverInfo receiverInfo) {}
