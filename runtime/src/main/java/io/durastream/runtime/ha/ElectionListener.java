package io.durastream.runtime.ha;

/** Hears what becomes of a candidate. Called by one thread, each method at most once; must not block. */
interface ElectionListener {

    /** The candidate leads, as far as ZooKeeper knows. */
    void leads();

    /** The candidate can never lead, as it has not the rights that the others have given their nodes. */
    void refused(String reason);

    /** The candidate led and does not any more. It stands for election no longer. */
    void lost();
}
