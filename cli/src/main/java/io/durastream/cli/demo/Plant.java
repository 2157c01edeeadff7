package io.durastream.cli.demo;

import java.util.Locale;

/** Mistakes built into the demo's application on purpose, to see that the demo finds them. */
enum Plant {
    /** The receiver acknowledges records before it stores them. */
    LOSE_ACK,
    /** The receiver stores records without their position and goes on where the source does. */
    FORGET_POSITION;

    /** System property of the driver with the name of the mistake. */
    static final String PROPERTY = "durastream.demo.plant";

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
