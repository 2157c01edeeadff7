package io.durastream.runtime.application;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The application that runs in this JVM. Static, because the election that a process takes part in knows nothing of the
 * context that the user's code makes, and must end what runs when it is lost.
 */
public final class ActiveApplication {

    private static final AtomicReference<@Nullable Application> ACTIVE = new AtomicReference<>();

    private ActiveApplication() {}

    static void started(Application application) {
        ACTIVE.set(application);
    }

    static void ended(Application application) {
        ACTIVE.compareAndSet(application, null);
    }

    /**
     * Stops it at once, in order: the batch at hand gets a short time. What has not ended then is {@link #abandon abandoned},
     * and executed by the next driver.
     */
    public static void stop() {
        Application application = ACTIVE.get();
        if (application != null) {
            try {
                application.stop();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            abandon();
        }
    }

    /** Ends everything of it that acts outward, because this process does not lead any more; nothing when none runs. */
    public static void abandon() {
        Application application = ACTIVE.get();
        if (application != null) {
            application.abandon();
        }
    }
}
