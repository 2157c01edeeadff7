package io.durastream;

/**
 * Hears what happens in a streaming context. Extend it, override what is of interest, and register it with
 * {@code StreamingContext.addStreamingListener}.
 *
 * <p>All listeners are called on one thread of their own, one event at a time and in the order in which things
 * happened. A listener that throws is logged and goes on being called. The context cannot be stopped from within one.
 */
public class StreamingListener {

    /** The context was started; called once. */
    public void onStreamingStarted(StreamingListenerStreamingStarted streamingStarted) {}

    /** A receiver is at work; called again after each of its restarts. */
    public void onReceiverStarted(StreamingListenerReceiverStarted receiverStarted) {}

    /** A receiver reported an error. */
    public void onReceiverError(StreamingListenerReceiverError receiverError) {}

    /** A receiver is no longer at work; called also before each of its restarts. */
    public void onReceiverStopped(StreamingListenerReceiverStopped receiverStopped) {}

    /** The jobs of a batch are queued; not called for a batch without jobs. */
    public void onBatchSubmitted(StreamingListenerBatchSubmitted batchSubmitted) {}

    /** The first output operation of a batch begins. */
    public void onBatchStarted(StreamingListenerBatchStarted batchStarted) {}

    /** The last output operation of a batch has ended; called also when one of them failed. */
    public void onBatchCompleted(StreamingListenerBatchCompleted batchCompleted) {}

    /** An output operation begins. */
    public void onOutputOperationStarted(StreamingListenerOutputOperationStarted outputOperationStarted) {}

    /** An output operation has ended; {@link OutputOperationInfo#failureReason()} says whether it failed. */
    public void onOutputOperationCompleted(StreamingListenerOutputOperationCompleted outputOperationCompleted) {}
}
