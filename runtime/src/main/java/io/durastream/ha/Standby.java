package io.durastream.ha;

/** How much of an application a candidate has up while another one leads. */
public enum Standby {

    /** The process, and nothing else: the application is called when the process leads. */
    COLD,

    /**
     * All that needs no leadership: the application is called at once, and {@link io.durastream.StreamingContext#start start}
     * waits until the process leads. Meanwhile SparkContext and executors are up, and local copies of the state are kept
     * near those of the leader.
     */
    WARM
}
