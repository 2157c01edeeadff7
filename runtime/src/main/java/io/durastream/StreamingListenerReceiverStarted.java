package io.durastream;

/** A receiver is at work. */
public record StreamingListenerReceiverStarted(ReceiverInfo receiverInfo) {}
