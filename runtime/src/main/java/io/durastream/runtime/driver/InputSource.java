package io.durastream.runtime.driver;

import io.durastream.checkpoint.BatchTime;
import io.durastream.checkpoint.InputRange;
import io.durastream.checkpoint.OperatorId;
import java.io.Closeable;
import java.io.IOException;

/**
 * The driver's side of one input, seen as position ranges in a log that can be read again. Called by the batch thread
 * alone, batch times strictly rising.
 *
 * <p>A source is made with the last range that the batch log holds for it (if any) and plans on from there. It keeps
 * nothing durable of its own: what {@link #plan} returned counts only once the batch log has it, and a driver that
 * crashed before that chooses anew.
 */
public interface InputSource extends Closeable {

    /** The operator whose input this is. */
    OperatorId id();

    /**
     * Chooses what a batch reads. The range must be readable again for as long as the batch log retains the batch.
     *
     * @throws io.durastream.storage.DamagedFileException when what is to be read next is damaged: the application ends
     * @throws IOException when the source cannot be asked now; the batch waits and asks again
     */
    InputRange plan(BatchTime time) throws IOException;

    /** Whether the source holds input that no batch has read yet: a graceful stop goes on until there is none. */
    default boolean hasUnplanned() {
        return false;
    }

    /** The batch is committed: outputs and state that come from the range are durable. A place to tell the outer world. */
    default void committed(BatchTime time, InputRange range) {}

    /** Gives back what it holds; the last call of all. */
    @Override
    default void close() throws IOException {}
}
