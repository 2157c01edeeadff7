package io.durastream.runtime.driver;

import io.durastream.checkpoint.BatchTime;

/** Decides what is kept: of the batch log's memory, and of the files beside it. The batch thread asks for the horizons. */
public interface Retention extends Garbage {

    /** The earliest batch that anything may still ask for once {@code committing} is committed. */
    BatchTime retainFrom(BatchTime committing);

    /** The earliest batch whose state, as that batch left it, anything may still ask for; not before the other horizon. */
    BatchTime retainStateFrom(BatchTime committing);
}
