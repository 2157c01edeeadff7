package io.durastream.chaos.feed;

import java.io.Closeable;
import java.util.List;

/** Records with known content on their way to an application, from the moment it is there until {@link #finish}. */
public interface Feed extends Closeable {

    /** Where the application gets them: what its kind of input takes. */
    String address();

    /** Ends the text where it is. Returns how many records there are: those before that number, all of them. */
    long finish() throws InterruptedException;

    /** What the application did against the protocol of the source. Empty when all is well. */
    List<String> violations();
}
