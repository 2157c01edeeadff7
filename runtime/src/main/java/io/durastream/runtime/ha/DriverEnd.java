package io.durastream.runtime.ha;

import io.durastream.runtime.application.ExitCodes;

/**
 * How a driver ended.
 *
 * @param candidate which start of a driver it was
 * @param exitCode 128 + n after signal n
 * @param wallMillis when
 * @param lastWords what it said last
 */
public record DriverEnd(CandidateId candidate, int exitCode, long wallMillis, String lastWords) {

    /** The exit code in words. */
    public String reason() {
        return switch (exitCode) {
            case 0 -> "its application ended by itself";
            case ExitCodes.FENCED -> "it did not lead any more";
            case ExitCodes.HANDED_OVER -> "it handed over to another candidate";
            case ExitCodes.STALE -> "its application was not the checkpoint's any more";
            case 128 + 9 -> "it was killed with signal 9";
            case 128 + 15 -> "it was told to end with signal 15";
            default -> "it ended with exit code " + exitCode;
        };
    }
}
