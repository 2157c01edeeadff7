package io.durastream;

/** Where a streaming context is in its life. It goes through the states in this order and never back. */
public enum StreamingContextState {
    /** Made and not started: inputs, transformations and output operations may be added. */
    INITIALIZED,
    /** Started and not stopped: nothing may be added. */
    ACTIVE,
    /** Over; the context cannot be used any more. */
    STOPPED
}
