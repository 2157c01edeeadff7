package io.durastream.chaos.schedule;

/**
 * A fault at its time.
 *
 * @param atMillis when it begins, after the application was seen to run
 * @param fault its name
 * @param lastsMillis how long it is there before it is healed
 * @param seed of what the fault may choose
 */
public record Strike(long atMillis, String fault, long lastsMillis, long seed) {

    /** When it is healed. */
    public long untilMillis() {
        return atMillis + lastsMillis;
    }
}
