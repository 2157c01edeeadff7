package io.durastream.chaos.check;

/** Answers one question about a run. Has no state. */
public interface Checker {

    /** What it is called in reports. */
    String name();

    /** The answer. */
    Finding check(Evidence evidence);
}
