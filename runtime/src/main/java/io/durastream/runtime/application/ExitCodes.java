package io.durastream.runtime.application;

/** The exit codes by which a supervisor tells why a driver ended. */
public final class ExitCodes {

    /** Another driver has taken over; starting this one again is right only for a candidate. */
    public static final int FENCED = 75;

    private ExitCodes() {}
}
