package io.durastream.cli.state;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Takes the entries of a state one after the other, as many as there are. */
interface EntryWriter {

    void entry(@Nullable Object key, @Nullable Object value) throws IOException;

    /**
     * Ends the result.
     *
     * @param complete whether all entries were shown
     */
    void end(boolean complete) throws IOException;
}
