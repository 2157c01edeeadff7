package io.durastream.runtime.standby;

/** The checkpoint has another application than the one that a standby has loaded. */
final class StaleException extends Exception {

    private static final long serialVersionUID = 1;

    StaleException(String why) {
        super(why, null, false, false);
    }
}
