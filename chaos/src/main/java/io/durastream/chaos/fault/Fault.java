package io.durastream.chaos.fault;

import io.durastream.chaos.stage.Setting;
import io.durastream.chaos.stage.Stage;
import java.io.IOException;
import java.util.SplittableRandom;

/** Something that can be done to an application that runs, undone, and seen to have happened. Has no state. */
public interface Fault {

    /** Its name, on the command line and in reports: the part, and what happens to it. */
    String name();

    /** What is done, in a line, for people. */
    String description();

    /** How long it is there before it is healed. */
    default Lasting lasting() {
        return Lasting.MOMENT;
    }

    /** Whether there is what it needs. */
    default boolean possible(Setting setting) {
        return true;
    }

    /**
     * Does it. May take some seconds, while which drivers are supervised.
     *
     * @param random for what it may choose
     */
    Injury start(Stage stage, SplittableRandom random) throws IOException, InterruptedException;
}
