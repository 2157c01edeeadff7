package io.durastream.chaos.schedule;

/**
 * A fault at its time.
 *
 * @param atMillis when it begins, after the application was seen to run
 * @param composed whether it begins then even when the application has not recovered from what came before; others wait for
 *     that, and so do those after them
 * @param fault its name
 * @param lastsMillis how long it is there before it is healed
 * @param seed of what the fault may choose
 */
public record Strike(long atMillis, boolean composed, String fault, long lastsMillis, long seed) {

    /** When it is healed. */
    public long untilMillis() {
        return atMillis + lastsMillis;
    }
}
