package io.durastream.runtime.standby;

import java.util.concurrent.CompletableFuture;

/** The part of this process in an election, as the application that starts in it sees it. Any thread may call. */
public interface Candidacy {

    /** Completes when this process leads, and exceptionally when it never can. */
    CompletableFuture<Void> leadership();

    /** Shows others how near this candidate is to leading. Returns at once. */
    void report(Readiness readiness);

    /**
     * Gives the place in the election back and ends the process, so that whatever started it starts it again with what
     * the checkpoint holds now. Does not return.
     *
     * @param why for people
     */
    void startAnew(String why);
}
