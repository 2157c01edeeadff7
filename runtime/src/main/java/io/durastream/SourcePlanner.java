package io.durastream;

import java.io.IOException;

/**
 * The driver's side of a {@link Source}, for as long as one context runs: chooses what each batch reads. It may hold
 * connections and remember where it is; nothing of that has to be durable, since {@link SourceContext#planned} brings back
 * after a restart what counts.
 *
 * <p>All methods are called by one thread, the batch thread. An unchecked exception ends the application.
 */
@FunctionalInterface
public interface SourcePlanner {

    /**
     * Chooses what a batch reads, and moves on. Batch times rise strictly; every batch time is asked for, also those that
     * passed while no driver was there. What one batch gets should be bounded.
     *
     * @param time the batch
     * @return never null: an empty range when there is nothing to read
     * @throws IOException when the source cannot be asked now: the batch waits, and this is called again for the same time,
     *     for as long as it takes
     */
    PositionRange plan(Time time) throws IOException;

    /**
     * Whether the source holds input that no range covers yet. A graceful stop goes on running batches until there is none.
     *
     * @return by default false: a graceful stop does not wait for this source, whose rest is read after a restart
     */
    default boolean hasUnplanned() {
        return false;
    }

    /**
     * Everything that comes from this range is durable: the batch's outputs have run and its state is committed. A place to
     * tell the outer world, such as to acknowledge or to commit offsets for others to see. Called in the order of the
     * batches, once for each at most: a crash between the commit and this call loses the call, so let each one cover all
     * ranges before it.
     *
     * @param time the batch
     * @param range as {@link #plan} gave it, here or in an earlier process
     */
    default void committed(Time time, PositionRange range) {}

    /**
     * The application ends, for whatever reason: gives back what {@link Source#open} took. Nothing is called afterwards.
     *
     * @throws IOException when something cannot be given back: it is logged
     */
    default void close() throws IOException {}
}
