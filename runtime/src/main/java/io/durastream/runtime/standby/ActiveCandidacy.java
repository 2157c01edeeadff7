package io.durastream.runtime.standby;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The candidacy of this process, if it is a warm standby or was one. Static, because the user's code makes the context and
 * starts it, and knows nothing of the election that its process takes part in.
 */
public final class ActiveCandidacy {

    private static final AtomicReference<@Nullable Candidacy> ACTIVE = new AtomicReference<>();

    private ActiveCandidacy() {}

    /** From here on an application that starts in this JVM waits for leadership. */
    public static void enter(Candidacy candidacy) {
        ACTIVE.set(candidacy);
    }

    /** Undoes {@link #enter}. */
    public static void leave(Candidacy candidacy) {
        ACTIVE.compareAndSet(candidacy, null);
    }

    /** What an application that starts has to wait for; nothing outside of elections, and where only leaders start one. */
    public static Optional<Candidacy> get() {
        return Optional.ofNullable(ACTIVE.get());
    }
}
