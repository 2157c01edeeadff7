package io.durastream.chaos.fault;

import java.io.IOException;
import java.util.Optional;

/** A fault that was done. */
public interface Injury {

    /**
     * What shows that it really happened, seen from outside; asked again until it is healed, and once then, as some take their time.
     *
     * @return empty while nothing shows it
     */
    Optional<String> proof();

    /** Undoes it; nothing when there is nothing to undo. Called once. */
    default void heal() throws IOException, InterruptedException {}

    /** One that is over when it is done. */
    static Injury done(String proof) {
        return () -> Optional.of(proof);
    }

    /** One that could not be done as things are: it counts as not done. */
    static Injury none() {
        return Optional::empty;
    }
}
