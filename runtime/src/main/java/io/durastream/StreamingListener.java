package io.durastream;

/**
 * Hears what happens in a streaming context. Extend it, override what is of interest, and register it with
 * {@code StreamingContext.addStreamingListener}.
 *
 * <p>All listeners are called on one thread of their own, one event at a time and in the order in which things
 * happened. A listener that throws is logged and goes on being called. The context cannot be stopped from within one.
 *
 * <p>The order is: first the start of the context. Of a batch: submitted, started, then each output operation started
 * and completed, then completed; all of one batch before any of the next. With {@code spark.streaming.concurrentJobs}
 * above 1 the output operations of a batch overlap. A batch that is tried again after a failure has all these events
 * again. Of a receiver: started, any errors, stopped, and so on from the beginning when it restarts. What is posted while
 * the context stops is delivered before {@code stop} returns, for up to 10 s.
 */
public class StreamingListener {

    /**
     * The context was started; called once.
     *
     * @param streamingStarted when it was started
     */
    public void onStreamingStarted(StreamingListenerStreamingStarted streamingStarted) {}

    /**
     * A receiver is at work; called again after each of its restarts.
     *
     * @param receiverStarted the receiver, and where it works
     */
    public void onReceiverStarted(StreamingListenerReceiverStarted receiverStarted) {}

    /**
     * A receiver reported an error.
     *
     * @param receiverError the receiver, and its error
     */
    public void onReceiverError(StreamingListenerReceiverError receiverError) {}

    /**
     * A receiver is no longer at work; called also before each of its restarts.
     *
     * @param receiverStopped the receiver, and its last error
     */
    public void onReceiverStopped(StreamingListenerReceiverStopped receiverStopped) {}

    /**
     * A batch is queued; not called for a batch in which no output operation is due.
     *
     * @param batchSubmitted the batch, with its input and submission
     */
    public void onBatchSubmitted(StreamingListenerBatchSubmitted batchSubmitted) {}

    /**
     * The processing of a batch begins: its keyed state advances, then its output operations run.
     *
     * @param batchStarted the batch, with its submission and start
     */
    public void onBatchStarted(StreamingListenerBatchStarted batchStarted) {}

    /**
     * The last output operation of a batch has ended; called also when something in the batch failed.
     *
     * @param batchCompleted the batch, with all its times
     */
    public void onBatchCompleted(StreamingListenerBatchCompleted batchCompleted) {}

    /**
     * An output operation begins.
     *
     * @param outputOperationStarted the output operation, with its start
     */
    public void onOutputOperationStarted(StreamingListenerOutputOperationStarted outputOperationStarted) {}

    /**
     * An output operation has ended; {@link OutputOperationInfo#failureReason()} says whether it failed.
     *
     * @param outputOperationCompleted the output operation, with its end and any failure
     */
    public void onOutputOperationCompleted(StreamingListenerOutputOperationCompleted outputOperationCompleted) {}
}
