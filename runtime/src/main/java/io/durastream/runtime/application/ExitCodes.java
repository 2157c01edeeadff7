package io.durastream.runtime.application;

/** The exit codes by which a supervisor tells why a driver ended. */
public final class ExitCodes {

    /** Another driver has taken over; starting this one again is right only for a candidate. */
    public static final int FENCED = 75;

    /** A supervisor has given up: its driver crashed again and again. */
    public static final int GAVE_UP = 76;

    /** The supervisor of the driver is gone. */
    public static final int ORPHANED = 77;

    /** The driver was asked to let another candidate lead; starting this one again makes it the last of them. */
    public static final int HANDED_OVER = 78;

    /** A warm standby whose application is not the checkpoint's any more; starting it again loads that one. */
    public static final int STALE = 79;

    private ExitCodes() {}
}
