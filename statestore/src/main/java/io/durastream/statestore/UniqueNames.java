package io.durastream.statestore;

import io.durastream.storage.Clock;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Names that nobody ever used or will use: epoch, process, the moment at which the store was opened, and a counter. The
 * moment keeps a process that was given an old name apart from the earlier one.
 */
final class UniqueNames {

    private final String writer;
    private final String prefix;
    private final AtomicLong counter = new AtomicLong();

    UniqueNames(StateOwner owner, Clock clock) {
        writer = owner.instance() + "-" + Long.toString(clock.wallMillis(), Character.MAX_RADIX);
        prefix = owner.epoch() + "-" + writer;
    }

    /** This store, within its epoch. */
    String writer() {
        return writer;
    }

    /** This store. */
    String store() {
        return prefix;
    }

    String next() {
        return prefix + "-" + counter.getAndIncrement();
    }
}
