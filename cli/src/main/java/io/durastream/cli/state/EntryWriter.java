package io.durastream.cli.state;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Takes the entries of a state one after the other, as many as there are. Closed behind the last one. */
interface EntryWriter {

    void entry(@Nullable Object key, @Nullable Object value) throws IOException;

    /** @param complete whether there are no more */
    void end(boolean complete) throws IOException;
}
