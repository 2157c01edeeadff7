package io.durastream.runtime.ha;

import java.util.Optional;

/** Hears what becomes of a candidate. Called by one thread, each method at most once; must not block. */
interface ElectionListener {

    /** The candidate leads, as far as ZooKeeper knows. */
    void leads();

    /** The candidate can never lead, as it has not the rights that the others have given their nodes. */
    void refused(String reason);

    /**
     * After {@link #leads}: another one led before.
     *
     * @param before what is known of its end; nothing where only ZooKeeper has noticed it
     */
    void succeeds(Optional<Departure> before);

    /** The leader is asked to make room for the next candidate. It leads until it leaves. */
    void isAskedToHandOver();

    /** The candidate led and does not any more. It stands for election no longer. */
    void lost();
}
