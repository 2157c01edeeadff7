package io.durastream.runtime.standby;

import io.durastream.checkpoint.LogState;
import io.durastream.runtime.standby.Readiness.Held;

/** The local copies of state that a standby keeps. One thread follows; another one may close. */
public interface Copies extends AutoCloseable {

    /**
     * Brings the copies near to a state of the batch log.
     *
     * @return what there is now
     * @throws Exception when that failed; following again later is right
     */
    Held follow(LogState head) throws Exception;

    /** Leaves the copies to the state stores of this process's own epoch. Bounded, and of no harm to a follow that goes on. */
    @Override
    void close();

    /** Where there is nothing to be copied. */
    static Copies none() {
        return new Copies() {
            @Override
            public Held follow(LogState head) {
                return Held.NOTHING;
            }

            @Override
            public void close() {}
        };
    }
}
