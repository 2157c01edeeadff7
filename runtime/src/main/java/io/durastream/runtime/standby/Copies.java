package io.durastream.runtime.standby;

import io.durastream.checkpoint.LogState;
import io.durastream.runtime.standby.Readiness.Held;
import io.durastream.runtime.state.StatePlaces;
import java.util.Map;

/** The local copies of state that a standby keeps. One thread follows; another one may close. */
public interface Copies extends AutoCloseable {

    /**
     * Brings the copies near to a state of the batch log.
     *
     * @return what there is now
     * @throws Exception when that failed; following again later is right
     */
    Held follow(LogState head) throws Exception;

    /** Where the copies are, for the first tasks after a takeover. */
    StatePlaces places();

    /**
     * Follows no more, and leaves the copies to the state stores of this process's own epoch. Returns soon, and lets a
     * {@link #follow} that goes on end soon.
     */
    @Override
    void close();

    /** {@link #close Closes}, where this process will not take over. */
    void giveUp();

    /** Where there is nothing to be copied. */
    static Copies none() {
        return new Copies() {
            @Override
            public Held follow(LogState head) {
                return Held.NOTHING;
            }

            @Override
            public StatePlaces places() {
                return new StatePlaces(Map.of());
            }

            @Override
            public void close() {}

            @Override
            public void giveUp() {}
        };
    }
}
