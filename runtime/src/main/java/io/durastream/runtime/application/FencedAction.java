package io.durastream.runtime.application;

import io.durastream.runtime.driver.FencedException;
import io.durastream.storage.Clock;
import io.durastream.storage.SuppressForbidden;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a fenced driver does last. */
@FunctionalInterface
interface FencedAction {

    /** How long the process may take to end in order before it is ended. */
    long ORDERLY_END_MILLIS = 5_000;

    void run(FencedException fenced);

    static FencedAction of(Settings.WhenFenced when, Clock clock) {
        return switch (when) {
            case STOP -> fenced -> {};
            case EXIT -> fenced -> exit(clock);
        };
    }

    @SuppressForbidden("a fenced driver must end its process, whatever else hangs")
    private static void exit(Clock clock) {
        Logger log = LoggerFactory.getLogger(FencedAction.class);
        log.error("This driver was fenced and ends its process with exit code {}", ExitCodes.FENCED);
        Thread watchdog = new Thread(
                () -> {
                    try {
                        clock.sleep(ORDERLY_END_MILLIS);
                    } catch (InterruptedException e) {
                        // Ends the process all the same.
                    }
                    Runtime.getRuntime().halt(ExitCodes.FENCED);
                },
                "durastream-fenced");
        watchdog.setDaemon(true);
        watchdog.start();
        System.exit(ExitCodes.FENCED);
    }
}
