package io.durastream;

/** A receiver is no longer at work. */
public record StreamingListenerReceiverStopped(ReceiverInfo receiverInfo) {}
