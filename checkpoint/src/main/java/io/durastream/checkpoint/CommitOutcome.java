package io.durastream.checkpoint;

import io.durastream.storage.Epoch;
import java.io.IOException;

/** What became of an append. */
public sealed interface CommitOutcome {

    /** Durable, and the writer still led at that moment. */
    record Committed(long sequence) implements CommitOutcome {}

    /**
     * Another driver leads. The caller stops: nothing it appends will ever count. An entry whose outcome was
     * {@link Unknown} before may be in the log nevertheless; then the new leader has seen it and goes on from it.
     */
    record Fenced(Epoch by) implements CommitOutcome {}

    /** May or may not be durable: keep every file, decide by reading. */
    record Unknown(IOException cause) implements CommitOutcome {}
}
