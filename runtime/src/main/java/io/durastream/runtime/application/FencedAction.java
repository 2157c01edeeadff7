package io.durastream.runtime.application;

import io.durastream.storage.Clock;

/** What a fenced driver does last. */
@FunctionalInterface
interface FencedAction {

    void run();

    static FencedAction of(Settings.WhenFenced when, Clock clock) {
        return switch (when) {
            case STOP -> () -> {};
            case EXIT -> () -> ProcessEnd.exit(clock);
        };
    }
}
