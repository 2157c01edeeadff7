package io.durastream.runtime.application;

import io.durastream.storage.Clock;
import io.durastream.storage.SuppressForbidden;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the process of a driver that may not act, or not live, any more, within a bound, whatever hangs. */
public final class ProcessEnd {

    /** How long the process may take to end in order before it is ended. */
    static final long ORDERLY_END_MILLIS = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger(ProcessEnd.class);

    private ProcessEnd() {}

    /** Ends the process with {@link ExitCodes#FENCED}. Does not return. */
    static void exit(Clock clock) {
        exit(clock, () -> {});
    }

    /**
     * Ends the process with {@link ExitCodes#FENCED}. Does not return.
     *
     * @param first what is to be done before, in the time that is left
     */
    public static void exit(Clock clock, Runnable first) {
        LOG.error("This driver does not lead any more and ends its process with exit code {}", ExitCodes.FENCED);
        exit(ExitCodes.FENCED, clock, first);
    }

    /**
     * Ends the process in order, or after some seconds anyway. Does not return.
     *
     * @param first what is to be done before, in the time that is left
     */
    @SuppressForbidden("the process must end, whatever else hangs")
    public static void exit(int code, Clock clock, Runnable first) {
        Thread watchdog = new Thread(() -> halt(code, clock), "durastream-process-end");
        watchdog.setDaemon(true);
        watchdog.start();
        try {
            first.run();
        } catch (RuntimeException e) {
            LOG.warn("What was to be done before the end of the process failed", e);
        }
        System.exit(code);
    }

    @SuppressForbidden("the last resort")
    private static void halt(int code, Clock clock) {
        try {
            clock.sleep(ORDERLY_END_MILLIS);
        } catch (InterruptedException e) {
            // Ends the process all the same.
        }
        Runtime.getRuntime().halt(code);
    }
}
